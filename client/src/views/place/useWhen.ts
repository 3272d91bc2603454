import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { Locale } from '../../i18n/locale.ts'
import { clock } from '../../i18n/time.ts'
import { dayNear, dayWords } from './when.ts'

/** Words for the time of meetings, in the language of the page and the reader's own zone. */
export function useWhen() {
  const { i18n } = useLingui()
  const locale = i18n.locale as Locale
  const say = (words: ReturnType<typeof dayNear>) => (typeof words === 'string' ? words : i18n._(words))
  const span = (starts: string, minutes: number) => {
    const from = clock(new Date(starts), locale)
    const to = clock(new Date(Date.parse(starts) + minutes * 60_000), locale)
    return i18n._(msg`de ${from} à ${to}`)
  }
  return {
    locale,
    /** « 9 h 30 » */
    clock: (at: Date | string) => clock(new Date(at), locale),
    /** « de 9 h à 12 h » */
    span,
    /** « demain », « jeudi 26 février » */
    near: (at: Date | string, now: number) => say(dayNear(new Date(at), now, locale)),
    /** « jeudi 26 février » */
    day: (at: Date | string, now: number) => dayWords(new Date(at), now, locale),
    /** « demain, de 9 h à 12 h » */
    full: (starts: string, minutes: number, now: number) => {
      const when = say(dayNear(new Date(starts), now, locale))
      const hours = span(starts, minutes)
      return i18n._(msg`${when}, ${hours}`)
    },
  }
}

/** The same words, beginning a sentence. */
export function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}
