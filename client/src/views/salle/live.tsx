import { useLingui } from '@lingui/react/macro'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useRoom } from '../../session/hooks.ts'
import type { Answer } from '../../session/outbox.ts'
import type { Room } from '../../session/room.ts'
import { Session, socketURL } from '../../session/session.ts'
import type { SessionView } from '../../session/view.ts'
import { useToast } from '../../ui/Toast.tsx'
import { useSentence } from '../place/sentence.ts'
import { type DeskState, MediaDesk } from './desk.ts'
import type { Entry } from './entry.ts'

/** One person's presence in one meeting, for the whole page. */
export type Live = {
  readonly session: Session
  readonly room: Room<SessionView>
  readonly desk: MediaDesk
  readonly entry: Entry
  /** The names of the small groups that were seen, by id: what a group wrote comes back under its name, and the group is no more. */
  readonly groupNames: Map<string, string>
}

/** Where one is; tests put somebody there without a server. */
export const Here = createContext<Live | null>(null)

/** Opens the line and the room for as long as it is on screen. */
export function LiveProvider({ entry, children }: { entry: Entry; children: ReactNode }) {
  const { i18n } = useLingui()
  const [live, setLive] = useState<Live | null>(null)
  const [lang] = useState(i18n.locale.slice(0, 2))
  useEffect(() => {
    const session = new Session(socketURL(location), crypto.randomUUID(), lang)
    const room = session.room<SessionView>(entry.room)
    const desk = new MediaDesk(room)
    session.start()
    const hurry = () => session.hurry()
    addEventListener('online', hurry)
    setLive({ session, room, desk, entry, groupNames: new Map() })
    return () => {
      removeEventListener('online', hurry)
      desk.close()
      session.stop()
    }
  }, [entry, lang])
  return live && <Here.Provider value={live}>{children}</Here.Provider>
}

export function useLive(): Live {
  const live = useContext(Here)
  if (!live) throw new Error('no live room around')
  return live
}

/** The view; only below a place that checked that there is one. */
export function useView(): SessionView {
  const { room } = useLive()
  const view = useRoom(room, (state) => state.view)
  if (!view) throw new Error('no view yet')
  return view
}

export function useNames() {
  return useRoom(useLive().room, (state) => state.names)
}

export function useDesk<Part>(part: (state: DeskState) => Part): Part {
  return useStore(useLive().desk.store, part)
}

/** Wishes something of the room; a refusal is told in a sentence. Answers whether it was done. */
export function useWish(): (command: string, args?: unknown) => Promise<Answer> {
  const { room, session } = useLive()
  const toast = useToast()
  const sentence = useSentence()
  return useCallback(
    async (command, args) => {
      const answer = await room.do(command, args)
      // What a banner says already is not laid over the page a second time.
      const shown = session.store.getState().readOnly?.fr
      if (!answer.done && answer.fr !== shown) toast({ words: sentence(answer) })
      return answer
    },
    [room, session, toast, sentence],
  )
}

/** The server's clock, looked at every second while it is wanted, by that instant perhaps. Unix milliseconds. */
export function useNow(wanted: boolean | ((now: number) => boolean) = true): number {
  const { session } = useLive()
  const [now, setNow] = useState(() => session.now())
  const on = typeof wanted === 'boolean' ? wanted : wanted(now)
  useEffect(() => {
    if (!on) return
    setNow(session.now())
    const timer = setInterval(() => setNow(session.now()), 1000)
    return () => clearInterval(timer)
  }, [on, session])
  return now
}
