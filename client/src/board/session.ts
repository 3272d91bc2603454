import { DeviceOutbox } from './outbox.ts'
import { BoardSync } from './sync.ts'
import type { BoardLink, BoardOp } from './wire.ts'

/** How often what was drawn is sent, and how long after it is on the device, ms. */
export const sendEvery = 50
const keepAfter = 100

/** How often what the server could not keep is tried again, ms; it also says when it can. */
export const retryEvery = 5000

/**
 * One open board on this page: the replica, and on the device the operations that nobody confirmed yet. It lives as
 * long as the board is open, whether the drawing or the outline shows it.
 */
export class BoardSession {
  readonly sync: BoardSync
  readonly link: BoardLink
  readonly #outbox: DeviceOutbox
  readonly #stops: (() => void)[] = []
  #keeping: ReturnType<typeof setTimeout> | undefined
  #retrying: ReturnType<typeof setTimeout> | undefined
  #adopting: Promise<void> | undefined
  #adopted = false
  #closed = false
  /** What was drawn and not yet submitted; the drawing says so while it is there. */
  drawn: () => readonly BoardOp[] = () => []

  constructor(board: string, link: BoardLink) {
    this.link = link
    this.sync = new BoardSync(link)
    this.#outbox = new DeviceOutbox(board, link.me, link.client)
    this.#stops.push(this.sync.onState(() => this.#changed()))
    this.#stops.push(this.sync.onChange(() => this.#changed()))
    this.#stops.push(link.onWritable(() => this.sync.retry()))
    this.#changed()
  }

  /** Writes what is unsent to the device soon; once the first view is there, takes up what an earlier page left. */
  #changed(): void {
    if (this.sync.state.ready) this.#adopting ??= this.#adopt()
    if (this.sync.state.held) {
      this.#retrying ??= setTimeout(() => {
        this.#retrying = undefined
        this.sync.retry()
        this.#changed()
      }, retryEvery)
    }
    this.#keeping ??= setTimeout(() => {
      this.#keeping = undefined
      void this.#keep()
    }, keepAfter)
  }

  /** The drawing changed: it may have more to keep. */
  touch(): void {
    this.#changed()
  }

  async #adopt(): Promise<void> {
    const { ops, at, forget } = await this.#outbox.leftBehind()
    if (this.#closed) return
    this.#adopted = true
    if (ops.length === 0) return
    this.sync.adopt(ops, at)
    if (await this.#keep()) await forget()
  }

  /** Nothing is written before what was left here is taken up: it may lie in the same place. */
  async #keep(): Promise<boolean> {
    if (!this.#adopted) return false
    return this.#outbox.keep([...this.sync.unsent(), ...this.drawn()], this.sync.unsentSince())
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#keeping)
    clearTimeout(this.#retrying)
    for (const stop of this.#stops) stop()
    this.sync.stop()
    void this.#keep().then(() => this.#outbox.close())
  }
}
