import type { MediaDesk } from './desk.ts'
import { type Arrival, keepArrival, keptArrival } from './prefs.ts'

/**
 * Joins the sound with the microphone and the camera as they were left, then keeps what becomes of them, so that a
 * reload finds them so. What is opened is not known before: a desk still dark would be kept as a wish. Gives what stops it.
 */
export function arriveAt(desk: MediaDesk, arrival: Arrival, store?: Storage): () => void {
  const kept = () => keptArrival(arrival.meeting, arrival.member, store) ?? arrival
  let stop: (() => void) | undefined
  let over = false
  void desk.start(kept()).then(() => {
    if (over) return
    stop = desk.store.subscribe(({ talk, hasMic, camera }) => {
      const before = kept()
      keepArrival({ ...before, talk, mic: before.mic || hasMic, cam: camera !== null }, store)
    })
  })
  return () => {
    over = true
    stop?.()
  }
}
