import type { Moment } from './moment.ts'

/** A gesture that a key does. */
export type Gesture =
  | 'take'
  | 'release'
  | 'pick'
  | 'pass'
  | 'later'
  | 'mic'
  | 'hand'
  | 'board'
  | 'chat'
  | 'notes'
  | 'help'
  | 'close'
  | 'region'

export type Press = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly repeat: boolean
}

const always: Readonly<Record<string, Gesture>> = {
  m: 'mic',
  h: 'hand',
  b: 'board',
  c: 'chat',
  n: 'notes',
  '?': 'help',
}

/**
 * What a key does at this moment, if anything. Letters are silent while someone types, when they were
 * switched off, and when held down; Escape and F6 always work.
 */
export function gestureOf(
  press: Press,
  moment: Moment,
  { typing, letters }: { typing: boolean; letters: boolean },
): Gesture | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null
  if (press.key === 'F6') return 'region'
  if (press.key === 'Escape') return 'close'
  if (typing || !letters || press.repeat) return null
  const key = press.key.toLowerCase()
  if (key === 'p') return stickGesture(moment)
  if (moment.is === 'offered' && !moment.still) {
    if (key === 's') return 'pass'
    if (key === 'r' && !moment.second) return 'later'
  }
  if (moment.is === 'pick' && !moment.still) {
    if (key === 's') return 'pass'
    if (key === 'r' && !moment.last) return 'later'
  }
  if (moment.is === 'missed' && !moment.still && key === 'r') return 'later'
  return always[key] ?? null
}

function stickGesture(moment: Moment): Gesture | null {
  if ('still' in moment && moment.still) return null
  if (moment.is === 'offered') return 'take'
  if (moment.is === 'holding') return 'release'
  return moment.is === 'pick' ? 'pick' : null
}

/** Whether keys go into text where the focus is: fields, editable text, and the drawing of a board. */
export function isTyping(element: Element | null): boolean {
  if (!element) return false
  if (element.closest('input, textarea, select, [contenteditable="true"], [role="textbox"], .excalidraw')) {
    const input = element.closest('input')
    return !(input && ['checkbox', 'radio', 'button'].includes(input.type))
  }
  // A list or a menu finds its entries by their first letters.
  return element.closest('[role="menu"], [role="listbox"]') !== null
}
