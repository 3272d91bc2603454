import { CalendarDate, parseAbsolute, Time, toCalendarDateTime, toZoned } from '@internationalized/date'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Zones where communities meet, by the names people give them. */
const named: Readonly<Record<string, MessageDescriptor>> = {
  'America/Toronto': msg`l’Est (Montréal)`,
  'America/Halifax': msg`l’Atlantique (Îles-de-la-Madeleine)`,
  'America/St_Johns': msg`Terre-Neuve (Saint-Jean)`,
  'America/Winnipeg': msg`le Centre (Winnipeg)`,
  'America/Edmonton': msg`les Rocheuses (Edmonton)`,
  'America/Vancouver': msg`le Pacifique (Vancouver)`,
  'Europe/Paris': msg`la France (Paris)`,
  'America/Guadeloupe': msg`la Guadeloupe`,
  'America/Martinique': msg`la Martinique`,
  'America/Cayenne': msg`la Guyane`,
  'Indian/Reunion': msg`La Réunion`,
  'Pacific/Noumea': msg`la Nouvelle-Calédonie`,
}

// Browsers still give these older names to some of the zones above.
const sameAs: Readonly<Record<string, string>> = { 'America/Montreal': 'America/Toronto' }

/** The zone that this browser lives in. */
export function ownZone(): string {
  return sameName(Intl.DateTimeFormat().resolvedOptions().timeZone)
}

function sameName(zone: string): string {
  return sameAs[zone] ?? zone
}

/** The zones to choose from: the ones we know, and those given when they are others. */
export function zones(...given: readonly string[]): { zone: string; name: MessageDescriptor | string }[] {
  const all = [...new Set([...given.map(sameName), ...Object.keys(named)])]
  return all.map((zone) => ({
    zone,
    name: named[zone] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' '),
  }))
}

/** The moment when clocks of the zone show this day and time, as the server reads it. A time that a change of clocks skips is moved on. */
export function instantOf(day: CalendarDate, time: Time, zone: string): string {
  return new Date(toZoned(toCalendarDateTime(day, time), zone, 'compatible').toDate().getTime()).toISOString()
}

/** What clocks of the zone show at a moment. */
export function clocksAt(instant: string, zone: string): { day: CalendarDate; time: Time } {
  const at = parseAbsolute(new Date(instant).toISOString(), zone)
  return { day: new CalendarDate(at.year, at.month, at.day), time: new Time(at.hour, at.minute) }
}
