import { api, asked, type Schema } from '../../api/client.ts'
import type { SessionView } from '../../session/view.ts'
import type { Origin, Phase, Rule } from './plan.ts'

/** What somebody who rehearses asks of the room, and when, in ms since the beginning. */
export type Gesture = Schema<'RehearsedGesture'>

type Seen = SessionView & {
  readonly floor?: {
    readonly rule: Rule
    readonly grant: number
    readonly holder?: { readonly member: string; readonly grant: number }
    readonly inside?: readonly string[]
  }
  readonly cast?: readonly {
    readonly part: string
    readonly title?: string
    readonly member?: string
    readonly group?: string
  }[]
  readonly says?: Readonly<Record<string, string>>
  readonly led?: { readonly set?: string; readonly life?: string }
}

/** The room as it is at an instant of the rehearsal. */
export type Rehearsed = Omit<Schema<'Rehearsed'>, 'view'> & { view: Seen }

/** How much faster than real time; 0: it stands still. */
export const speeds = [0, 1, 10, 60] as const
export type Speed = (typeof speeds)[number]

/** Eight hours: no rehearsal goes further. */
export const longest = 8 * 60 * 60 * 1000

/**
 * The instant after so much real time, ms. It is whole: what the server tells of a part of a millisecond came before it,
 * and the rehearsal stopped there as if the stick had come to her.
 */
export function later(at: number, elapsed: number, speed: Speed): number {
  return Math.min(longest, Math.round(at + Math.max(0, elapsed) * speed))
}

/** Where a step to the next change goes: nowhere when nothing will happen by itself. */
export function stepped(at: number, next: number): number {
  return next > at ? Math.min(longest, next) : at
}

/** Gestures in the order of their instants, whatever came back late. */
export function made(gestures: readonly Gesture[], one: Gesture): Gesture[] {
  const last = gestures.at(-1)?.at ?? 0
  return [...gestures, { ...one, at: Math.max(last, Math.round(one.at)) }]
}

/**
 * Serves one wish at a time, in the order they were asked; the one that fails takes with it those that waited behind it.
 * A gesture made while the clock was looking was lost: now it waits its turn.
 */
export class OneByOne<Wish> {
  readonly #serve: (wish: Wish) => Promise<void>
  readonly #failed: (wrong: unknown) => void
  #waiting: Wish[] = []
  #busy = false

  constructor(serve: (wish: Wish) => Promise<void>, failed: (wrong: unknown) => void) {
    this.#serve = serve
    this.#failed = failed
  }

  get busy(): boolean {
    return this.#busy
  }

  async ask(wish: Wish): Promise<void> {
    this.#waiting.push(wish)
    if (this.#busy) return
    this.#busy = true
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        await this.#serve(next)
    } catch (wrong) {
      this.#waiting = []
      this.#failed(wrong)
    } finally {
      this.#busy = false
    }
  }
}

/** Minutes and seconds of an instant: « 0 h 04 min 30 ». */
export function clockOf(at: number): string {
  const seconds = Math.floor(at / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The round that a phase asks for, as the room is asked to propose it. */
export function roundOf(phase: Phase, id: string, cast: Seen['cast'] = []): Gesture['args'] {
  const player = (part: string | undefined) => cast.find((one) => part && one.part === part)?.member
  const first = player(phase.rule?.first)
  return {
    round: id,
    question: phase.question ?? '',
    seat: 'last',
    ...(phase.turn_s ? { turn_s: phase.turn_s } : {}),
    ...(phase.rule?.variant ? { variant: phase.rule.variant } : {}),
    ...(phase.rule?.once ? { once: true } : {}),
    ...(first ? { order: [first] } : {}),
  }
}

/** Lives the plan up to an instant, with the gestures made so far. The server keeps nothing of it. */
export async function lived(
  community: string,
  plan: { phases: readonly Phase[]; origin: Origin | undefined; people: number; seed: number },
  at: number,
  from: number,
  gestures: readonly Gesture[],
): Promise<Rehearsed> {
  const { phases, origin, people, seed } = plan
  const told = await asked(
    api.POST('/api/communities/{community}/rehearsal', {
      params: { path: { community } },
      body: {
        phases: [...phases],
        people,
        seed,
        at: Math.round(at),
        from: Math.round(from),
        gestures: [...gestures],
        ...(origin ? { origin } : {}),
      },
    }),
  )
  return { ...told, view: told.view as Seen }
}

/** Names of the seats that play by themselves: nobody’s. */
const names = [
  'Alix',
  'Basile',
  'Camille',
  'Dominique',
  'Elsa',
  'Fabien',
  'Gaëlle',
  'Hugo',
  'Inès',
  'Jules',
  'Kim',
  'Lou',
  'Maxime',
  'Noa',
  'Océane',
  'Paul',
  'Quentin',
  'Rose',
  'Sacha',
  'Théa',
  'Ulysse',
  'Vivianne',
  'Wassim',
  'Xénia',
  'Yaël',
  'Zoé',
  'Ariel',
  'Billie',
  'Claude',
  'Denise',
]

/** The name of a simulated seat; nothing for whoever rehearses. */
export function seatName(member: string): string | undefined {
  return member.startsWith('s') ? (names[Number(member.slice(1)) - 1] ?? member) : undefined
}
