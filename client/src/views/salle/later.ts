import type { ComponentType } from 'react'
import { alsoSay } from '../../i18n/locale.ts'
import { type Lazily, lazily, type Standing } from '../../ui/lazily.tsx'

/** A part of the room that opens later, with its words: they lie in a catalogue of their own (lingui.config.ts). */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  standing: Standing<Props> = {},
): Lazily<Props> {
  return lazily(async () => {
    const [part] = await Promise.all([load(), alsoSay()])
    return part
  }, standing)
}
