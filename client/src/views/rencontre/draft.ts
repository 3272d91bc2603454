import {
  type CalendarDate,
  isWeekend,
  parseDate,
  parseTime,
  Time,
  toCalendarDate,
  today,
} from '@internationalized/date'
import type { Schema } from '../../api/client.ts'
import { known, type Origin, type Phase, total } from './plan.ts'
import { clocksAt, instantOf } from './zone.ts'

export type Mode = Schema<'Meeting'>['mode']
export type MeetingKind = NonNullable<Schema<'Meeting'>['kind']>

/** A meeting being planned or changed, as its form has it. */
export type Draft = {
  title: string
  intention: string
  day: CalendarDate | null
  time: Time | null
  zone: string
  minutes: number
  mode: Mode
  kind: MeetingKind
  phases: Phase[]
  /** Boards to open again, by id. */
  boards: string[]
  /** The scenario that its run of show came from. */
  origin?: Origin
}

/** The day itself, or the Monday after it. */
function workday(day: CalendarDate): CalendarDate {
  return isWeekend(day, 'fr-CA') ? workday(day.add({ days: 1 })) : day
}

/** A new meeting: on a working day in two weeks, at nine, three hours, confidential until told otherwise. */
export function fresh(zone: string, phases: Phase[]): Draft {
  return {
    title: '',
    intention: '',
    day: workday(toCalendarDate(today(zone)).add({ days: 14 })),
    time: new Time(9),
    zone,
    minutes: total(phases) || 180,
    mode: 'confidential',
    kind: 'monthly',
    phases,
    boards: [],
  }
}

/** A planned meeting as its form has it. */
export function draftOf(meeting: Schema<'Meeting'>): Draft {
  const { day, time } = clocksAt(meeting.starts_at, meeting.zone)
  return {
    title: meeting.title,
    intention: meeting.intention,
    day,
    time,
    zone: meeting.zone,
    minutes: meeting.minutes,
    mode: meeting.mode,
    kind: meeting.kind ?? 'monthly',
    phases: known(meeting.phases),
    ...(meeting.origin ? { origin: meeting.origin } : {}),
    boards: (meeting.boards ?? []).map((board) => board.id),
  }
}

/** When it begins; nothing while the day or the time is missing. */
export function startOf(draft: Draft): string | undefined {
  return draft.day && draft.time ? instantOf(draft.day, draft.time, draft.zone) : undefined
}

/** The draft as text, to keep it on this device while it is written. */
export function written(draft: Draft): string {
  return JSON.stringify({
    ...draft,
    day: draft.day?.toString() ?? null,
    time: draft.time?.toString() ?? null,
  })
}

/** The draft read back; nothing when the text is not one. */
export function readDraft(text: string | null): Draft | undefined {
  if (text === null) return undefined
  try {
    const kept = JSON.parse(text) as Omit<Draft, 'day' | 'time'> & { day: string | null; time: string | null }
    if (typeof kept.title !== 'string' || !Array.isArray(kept.phases) || !Array.isArray(kept.boards))
      return undefined
    const { origin, ...rest } = kept
    return {
      ...rest,
      ...(typeof origin?.title === 'string' ? { origin } : {}),
      phases: known(kept.phases),
      day: kept.day === null ? null : parseDate(kept.day),
      time: kept.time === null ? null : parseTime(kept.time),
    }
  } catch {
    return undefined
  }
}
