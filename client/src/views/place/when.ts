import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import type { Locale } from '../../i18n/locale.ts'
import { clock, dayIn } from '../../i18n/time.ts'

/** The room opens to everyone this long before the meeting, ms. */
export const opensBefore = 15 * 60_000

/** What one needs of a meeting to place it in time. */
export type Dated = { starts_at: string; minutes: number; status: string; my_role: string }

/** Where a meeting is in its life, for the person who looks at it now. */
export type Moment = 'cancelled' | 'over' | 'open' | 'soon' | 'ahead' | 'missed'

/**
 * `open`: she may go in now. `soon`: today, not yet. `ahead`: another day. `missed`: its time has passed and nobody
 * opened it, which leaves it enterable: a meeting that starts late is still that meeting, for as long again as it was to last.
 */
export function momentOf(meeting: Dated, now: number): Moment {
  if (meeting.status === 'cancelled') return 'cancelled'
  if (meeting.status === 'closed') return 'over'
  const start = Date.parse(meeting.starts_at)
  const length = meeting.minutes * 60_000
  if (meeting.status === 'planned' && now > start + 2 * length) return 'missed'
  if (meeting.status === 'open' || meeting.my_role === 'facilitator') return 'open'
  if (now >= start - opensBefore) return 'open'
  return start - now < 12 * 3_600_000 ? 'soon' : 'ahead'
}

/** Whether people are meeting now: its hour has come, and its room is open. */
export function underWay(meeting: Pick<Dated, 'starts_at' | 'status'>, now: number): boolean {
  return meeting.status === 'open' && now >= Date.parse(meeting.starts_at)
}

/** When the room opens to everyone. */
export function opensAt(meeting: { starts_at: string }): Date {
  return new Date(Date.parse(meeting.starts_at) - opensBefore)
}

const dayNumber = (at: Date, timeZone?: string) => {
  const shape = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  } as const
  return Date.parse(`${new Intl.DateTimeFormat('en-CA', shape).format(at)}T00:00:00Z`) / 86_400_000
}

/** A day near or far: « aujourd’hui », « demain », « jeudi 26 février », with its year when it is another one. */
export function dayNear(
  at: Date,
  now: number,
  locale: Locale,
  timeZone?: string,
): MessageDescriptor | string {
  const apart = dayNumber(at, timeZone) - dayNumber(new Date(now), timeZone)
  if (apart === 0) return msg`aujourd’hui`
  if (apart === 1) return msg`demain`
  if (apart === -1) return msg`hier`
  return dayWords(at, now, locale, timeZone)
}

/** « jeudi 26 février », with its year when it is not this one. */
export function dayWords(at: Date, now: number, locale: Locale, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {}
  const year = (date: Date) => new Intl.DateTimeFormat('en-CA', { year: 'numeric', ...zone }).format(date)
  const shape: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', ...zone }
  if (year(at) !== year(new Date(now))) shape.year = 'numeric'
  return dayIn(at, locale, shape)
}

/** « 9 déc. » under a node of the cycle. */
export function dayShort(at: Date, locale: Locale): string {
  return dayIn(at, locale, { day: 'numeric', month: 'short' })
}

/** « heure de l’Est », of the reader's own zone unless another is given; « UTC » where people have no other name for it. */
export function zoneWords(at: Date, locale: Locale, timeZone?: string): string {
  const shape = { timeZoneName: 'longGeneric', ...(timeZone ? { timeZone } : {}) } as const
  const parts = new Intl.DateTimeFormat(locale, shape).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  return /^(UTC|GMT)([+−-]0+(:00)?)?$/.test(name) ? 'UTC' : name
}

/** The clock time of a meeting in the zone it was chosen in, when it differs from the reader's; else nothing. */
export function elsewhere(starts: string, zone: string, locale: Locale, mine?: string): string | undefined {
  const at = new Date(starts)
  const there = `${dayNumber(at, zone)} ${clock(at, locale, zone)}`
  return there === `${dayNumber(at, mine)} ${clock(at, locale, mine)}` ? undefined : clock(at, locale, zone)
}

/** « La rencontre commence dans 12 minutes. » */
export function untilStart(starts: string, now: number): MessageDescriptor {
  const minutes = Math.round((Date.parse(starts) - now) / 60_000)
  if (minutes <= 0) return msg`L’heure est venue.`
  if (minutes < 90) {
    return msg`La rencontre commence dans ${plural(minutes, { one: '# minute', other: '# minutes' })}.`
  }
  const hours = Math.round(minutes / 60)
  if (hours < 36)
    return msg`La rencontre commence dans ${plural(hours, { one: '# heure', other: '# heures' })}.`
  const days = Math.round(hours / 24)
  return msg`La rencontre commence dans ${plural(days, { one: '# jour', other: '# jours' })}.`
}
