import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PebbleBadge, PebbleMark } from '../../ui/Pebble.tsx'

/** Someone of the sheet: invented, like every name here. */
export type Example = {
  id: string
  name: string
  initials: string
  word?: MessageDescriptor
  mark?: PebbleMark
  badge?: PebbleBadge
}

/** The twelve states of a seat. */
export const states: readonly Example[] = [
  { id: 'odile', name: 'Odile', initials: 'OB', word: msg`présente` },
  { id: 'mariama', name: 'Mariama', initials: 'MD', word: msg`au centre`, mark: 'seat' },
  { id: 'marc-andre', name: 'Marc-André', initials: 'MA', word: msg`à suivre`, mark: 'next' },
  { id: 'lucille', name: 'Lucille', initials: 'LG', word: msg`ensuite`, mark: 'after' },
  { id: 'samir', name: 'Samir', initials: 'SK', word: msg`a la parole`, mark: 'speaking' },
  { id: 'thuy', name: 'Thuy', initials: 'TN', word: msg`à revenir`, badge: 'return' },
  { id: 'nadia', name: 'Nadia', initials: 'NB', word: msg`en suspens`, mark: 'away', badge: 'away' },
  { id: 'gisele', name: 'Gisèle', initials: 'GP', word: msg`au téléphone`, badge: 'phone' },
  { id: 'isabelle', name: 'Isabelle', initials: 'IR', word: msg`écoute seulement`, badge: 'ear' },
  { id: 'yvon', name: 'Yvon', initials: 'YC', word: msg`main levée`, badge: 'hand' },
  { id: 'helene', name: 'Hélène', initials: 'HM', word: msg`sonne la cloche`, badge: 'bell' },
  { id: 'rejean', name: 'Réjean', initials: 'RT', word: msg`et 3 personnes`, badge: 'several' },
]

const place: readonly [string, Partial<Example>][] = [
  ['helene', { word: msg`animation` }],
  ['rejean', {}],
  ['thuy', { word: msg`à revenir`, badge: 'return' }],
  ['odile', {}],
  ['samir', {}],
  ['mariama', {}],
  ['marc-andre', {}],
  ['lucille', {}],
  ['gisele', { word: msg`au téléphone`, badge: 'phone' }],
  ['nadia', { word: msg`en suspens`, mark: 'away', badge: 'away' }],
  ['yvon', {}],
  ['isabelle', { word: msg`écoute seulement`, badge: 'ear' }],
]

/** Twelve people in the order of a round, and what this moment changes for some of them. */
export function round(changes: Record<string, Partial<Example>>): Example[] {
  return place.map(([id, usual]) => {
    const one = states.find((state) => state.id === id)
    const person = { id, name: one?.name ?? id, initials: one?.initials ?? '' }
    return { ...person, ...usual, ...changes[id] }
  })
}
