import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import type { Locale } from './locale.ts'

const nbsp = '\u00a0'

/** A clock time in the reader's zone: « 9 h 30 », « 14 h », or "2:30 p.m." in English. */
export function clock(at: Date, locale: Locale, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  if (locale === 'en-CA') {
    return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', ...zone }).format(at)
  }
  const parts = new Intl.DateTimeFormat('fr-CA', {
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const hour = String(Number(part('hour')))
  const minute = part('minute')
  return minute === '00' ? `${hour}${nbsp}h` : `${hour}${nbsp}h${nbsp}${minute}`
}

/** A day in words, in the reader's zone: « mardi 17 février 2026 ». `short` leaves out weekday and year. */
export function day(at: Date, locale: Locale, options: { short?: boolean; timeZone?: string } = {}): string {
  const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone }
  const shape: Intl.DateTimeFormatOptions = options.short
    ? { day: 'numeric', month: 'long', ...zone }
    : { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', ...zone }
  return dayIn(at, locale, shape)
}

/** A date in the shape that is asked, whose first of the month is « 1er » in French. */
export function dayIn(at: Date, locale: string, shape: Intl.DateTimeFormatOptions): string {
  const parts = new Intl.DateTimeFormat(locale, shape).formatToParts(at)
  const first = locale.startsWith('fr') ? '1er' : '1'
  return parts.map((one) => (one.type === 'day' && one.value === '1' ? first : one.value)).join('')
}

/** Minutes of a plan: « 22 min », « 3 h », « 1 h 05 ». */
export function minutesLong(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  if (whole < 60) return `${whole}${nbsp}min`
  const rest = whole % 60
  const hours = `${Math.floor(whole / 60)}${nbsp}h`
  return rest === 0 ? hours : `${hours}${nbsp}${String(rest).padStart(2, '0')}`
}

/**
 * What is left of a turn, in words and rounded, because a countdown in seconds
 * hurries people: « 30 secondes », « une minute », « deux minutes ». Seconds one
 * by one are told only in the last fifteen. Milliseconds in.
 */
export function remaining(ms: number): MessageDescriptor {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds <= 15) return msg`${plural(seconds, { one: '# seconde', other: '# secondes' })}`
  if (seconds <= 45) return msg`30 secondes`
  const minutes = Math.round(seconds / 60)
  if (minutes <= 1) return msg`une minute`
  if (minutes === 2) return msg`deux minutes`
  if (minutes === 3) return msg`trois minutes`
  if (minutes === 4) return msg`quatre minutes`
  if (minutes === 5) return msg`cinq minutes`
  return msg`${plural(minutes, { one: '# minute', other: '# minutes' })}`
}

/** The same for the line under the holder: « encore une minute ». */
export function stillLeft(ms: number, words: (message: MessageDescriptor) => string): string {
  const left = words(remaining(ms))
  return words(msg`encore ${left}`)
}
