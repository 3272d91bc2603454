import { lazily } from '../../ui/lazily.tsx'
import { Arriving } from '../Arriving.tsx'

// What stands in place of the room: whoever goes in sees none of it.
const ends = () => import('./Ends.tsx')
const outside = () => import('./Outside.tsx')
const coming = { meanwhile: <Arriving /> }

export const Closed = lazily(() => ends().then((module) => module.Closed), coming)
export const EntryRefused = lazily(() => ends().then((module) => module.EntryRefused), coming)
export const AtDoor = lazily(() => outside().then((module) => module.AtDoor), coming)
export const TurnedAway = lazily(() => outside().then((module) => module.TurnedAway), coming)
export const LeftRoom = lazily(() => outside().then((module) => module.LeftRoom), coming)
export const LineEnded = lazily(() => outside().then((module) => module.LineEnded), coming)

/** Brings them while the line is there: it is when it ends that they are wanted. */
export async function fetchEnds(): Promise<void> {
  await Promise.all([Closed, EntryRefused, AtDoor, TurnedAway, LeftRoom, LineEnded].map((one) => one.fetch()))
}
