type Kept = Pick<Storage, 'length' | 'key' | 'removeItem'>

/** What is written on the device for one person: how she arrived, her notes, the meeting she prepares, the words she read. */
const personal = /^palabre\.(arrival|notes|rencontre|word)(\.|$)/

/** Takes off this device all that is one person's own. What is the device's (language, light, sounds, microphone) stays. */
export function forgetPerson(stores: readonly Kept[] = [localStorage, sessionStorage]): void {
  for (const store of stores) {
    const keys = Array.from({ length: store.length }, (_, index) => store.key(index))
    for (const key of keys) if (key !== null && personal.test(key)) store.removeItem(key)
  }
}
