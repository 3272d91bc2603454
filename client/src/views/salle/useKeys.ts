import { useEffect } from 'react'
import { gestureOf, isTyping } from './keys.ts'
import { useLive } from './live.tsx'
import { momentOf } from './moment.ts'
import { keptLetters } from './prefs.ts'
import type { Gestures } from './useGestures.ts'
import { activeRound } from './viewmodel.ts'

export type KeyActs = {
  readonly gestures: Gestures
  readonly board: () => void
  readonly chat: () => void
  readonly notes: () => void
  readonly help: () => void
  readonly close: () => void
}

const regions = ['phase', 'circle', 'panel', 'actions']

/** Moves the focus to the next part of the room that is there. */
function nextRegion(back: boolean): void {
  const there = regions.flatMap((name) => {
    const node = document.querySelector<HTMLElement>(`[data-region="${name}"]`)
    return node ? [node] : []
  })
  const at = there.findIndex((node) => node.contains(document.activeElement))
  const step = back ? -1 : 1
  there[(at + step + there.length) % there.length]?.focus()
}

/** The keyboard of the room. */
export function useKeys(acts: KeyActs): void {
  const { room, desk } = useLive()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const view = room.store.getState().view
      if (!view || event.defaultPrevented || event.isComposing) return
      // A dialog or a menu on top has its own keys.
      const above = document.querySelector(
        '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]',
      )
      if (above && event.key !== 'F6') return
      const gesture = gestureOf(event, momentOf(view), {
        typing: isTyping(document.activeElement),
        letters: keptLetters(),
      })
      if (!gesture) return
      if (gesture !== 'close') event.preventDefault()
      switch (gesture) {
        case 'take':
        case 'pass':
        case 'later':
        case 'release':
        case 'pick':
          return acts.gestures[gesture]()
        case 'hand':
          return activeRound(view) ? undefined : acts.gestures.hand()
        case 'mic':
          return desk.store.getState().carries === 'none' ? undefined : void desk.toggleMic()
        case 'region':
          return nextRegion(event.shiftKey)
        case 'board':
        case 'chat':
        case 'notes':
        case 'help':
        case 'close':
          return acts[gesture]()
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [acts, room, desk])
}
