/** What the server answered to a command: done at a place of the log, or refused with a code and two sentences. */
export type Answer =
  | { readonly done: true; readonly seq: number; readonly value?: unknown }
  | {
      readonly done: false
      readonly code: string
      readonly fr: string
      readonly en: string
      readonly data?: Record<string, unknown>
    }

/** A numbered command on its way. */
export type Waiting = {
  readonly n: number
  readonly c: string
  readonly a: unknown
  /** The command before it that has no answer yet: the server does not decide this one first. */
  readonly after?: number
}

type Entry = Waiting & { readonly settle: (answer: Answer) => void }

/** The server remembers this many answers of a client; more may not be unanswered at once. */
export const mostUnanswered = 16

/**
 * Commands of one room, numbered, kept until answered and sent again after every reconnection:
 * the number makes the second arrival harmless. Commands beyond the limit wait their turn.
 */
export class Outbox {
  #n: number
  readonly #sent = new Map<number, Entry>()
  readonly #queued: Entry[] = []
  readonly #send: (command: Waiting) => void

  /** `last` is the number that this tab gave last in the room: numbers go on when it comes back there. */
  constructor(send: (command: Waiting) => void, last = 0) {
    this.#send = send
    this.#n = last
  }

  get last(): number {
    return this.#n
  }

  /** Gives the command its number and sends it when its turn comes; the promise always settles with an answer. */
  add(c: string, a: unknown): { readonly n: number; readonly answer: Promise<Answer> } {
    this.#n += 1
    const n = this.#n
    const answer = new Promise<Answer>((settle) => {
      this.#queued.push({ n, c, a, settle })
    })
    this.#pump()
    return { n, answer }
  }

  /** The answer to command `n`; one that nobody waits for is ignored. */
  settle(n: number, answer: Answer): void {
    const entry = this.#sent.get(n)
    if (!entry) return
    this.#sent.delete(n)
    entry.settle(answer)
    this.#pump()
  }

  /** Sends again, in order, all that is unanswered: called once the room is joined again. */
  resend(): void {
    let last: Entry | undefined
    for (const entry of this.#sent.values()) {
      this.#say(entry, last)
      last = entry
    }
    this.#pump()
  }

  /** Gives every waiting command the same last answer: the room was left for good. */
  abandon(answer: Answer): void {
    const waiting = [...this.#sent.values(), ...this.#queued.splice(0)]
    this.#sent.clear()
    for (const entry of waiting) entry.settle(answer)
  }

  get unanswered(): number {
    return this.#sent.size + this.#queued.length
  }

  #say({ n, c, a }: Entry, last: Entry | undefined): void {
    this.#send({ n, c, a, ...(last ? { after: last.n } : {}) })
  }

  #pump(): void {
    while (this.#sent.size < mostUnanswered) {
      const entry = this.#queued.shift()
      if (!entry) return
      const last = [...this.#sent.values()].at(-1)
      this.#sent.set(entry.n, entry)
      this.#say(entry, last)
    }
  }
}
