/** How this person comes to this meeting, remembered on this device so that a reload changes nothing. */
export type Arrival = {
  readonly meeting: string
  /** Whose arrival it is: at a shared computer, nobody comes in with another one's consent. */
  readonly member: string
  readonly listen: boolean
  /** She lets the minutes name her; no answer is no. */
  readonly listed: boolean
  /** The microphone may be opened without asking; `talk` is whether it was open. */
  readonly mic: boolean
  readonly talk: boolean
  readonly cam: boolean
}

type Store = Pick<Storage, 'getItem' | 'setItem'>

const arrivalKey = 'palabre.arrival'
const soundsKey = 'palabre.sounds'
const keysKey = 'palabre.keys'

/** How this member came to this meeting from this device, if she did. */
export function keptArrival(
  meeting: string,
  member: string,
  store: Store = localStorage,
): Arrival | undefined {
  const value = read(arrivalKey, store)
  if (typeof value !== 'object' || value === null) return undefined
  const kept = value as Partial<Record<keyof Arrival, unknown>>
  if (kept.meeting !== meeting || kept.member !== member) return undefined
  return {
    meeting,
    member,
    listen: kept.listen === true,
    listed: kept.listed === true,
    mic: kept.mic === true,
    talk: kept.talk === true,
    cam: kept.cam === true,
  }
}

/** Keeps it; that of the meeting before is forgotten. */
export function keepArrival(arrival: Arrival, store: Store = localStorage): void {
  write(arrivalKey, arrival, store)
}

const notesKey = (meeting: string, member: string) => `palabre.notes.${meeting}.${member}`

/** What this member wrote for herself in this meeting, on this device. */
export function keptNotes(
  meeting: string,
  member: string,
  store: Pick<Storage, 'getItem'> = localStorage,
): string {
  try {
    return store.getItem(notesKey(meeting, member)) ?? ''
  } catch {
    return ''
  }
}

/** Keeps them; tells whether the device took them. */
export function keepNotes(
  meeting: string,
  member: string,
  text: string,
  store: Pick<Storage, 'setItem' | 'removeItem'> = localStorage,
): boolean {
  try {
    if (text === '') store.removeItem(notesKey(meeting, member))
    else store.setItem(notesKey(meeting, member), text)
    return true
  } catch {
    return false
  }
}

export function keptSounds(store: Store = localStorage): boolean {
  return read(soundsKey, store) !== false
}

export function keepSounds(on: boolean, store: Store = localStorage): void {
  write(soundsKey, on, store)
}

export function keptLetters(store: Store = localStorage): boolean {
  return read(keysKey, store) !== false
}

export function keepLetters(on: boolean, store: Store = localStorage): void {
  write(keysKey, on, store)
}

function read(key: string, store: Store): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function write(key: string, value: unknown, store: Store): void {
  try {
    store.setItem(key, JSON.stringify(value))
  } catch {
    // A browser that refuses to store anything still lets her in for this visit.
  }
}
