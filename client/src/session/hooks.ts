import { useStore } from 'zustand'
import type { Room, RoomState } from './room.ts'
import type { Line, Session } from './session.ts'

/** A part of the room's state; the component redraws when that part changes identity. */
export function useRoom<View, Part>(room: Room<View>, part: (state: RoomState<View>) => Part): Part {
  return useStore(room.store, part)
}

export function useLine<Part>(session: Session, part: (line: Line) => Part): Part {
  return useStore(session.store, part)
}
