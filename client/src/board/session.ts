import { DeviceOutbox } from './outbox.ts'
import { BoardSync } from './sync.ts'
import type { BoardLink, BoardOp } from './wire.ts'

/** How often what was drawn is sent, and how long after it is on the device, ms. */
export const sendEvery = 50
const keepAfter = 100

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
  #adopted = false
  /** What was drawn and not yet submitted; the drawing says so while it is there. */
  drawn: () => readonly BoardOp[] = () => []

  constructor(board: string, link: BoardLink) {
    this.link = link
    this.sync = new BoardSync(link)
    this.#outbox = new DeviceOutbox(board, link.me, link.client)
    this.#stops.push(this.sync.onState(() => this.#changed()))
    this.#stops.push(this.sync.onChange(() => this.#changed()))
    this.#changed()
  }

  /** Writes what is unsent to the device soon; once the first view is there, takes up what an earlier page left. */
  #changed(): void {
    if (this.sync.state.ready && !this.#adopted) {
      this.#adopted = true
      void this.#adopt()
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
    const { ops, forget } = await this.#outbox.leftBehind()
    if (ops.length === 0) return
    this.sync.adopt(ops)
    if (await this.#keep()) await forget()
  }

  #keep(): Promise<boolean> {
    return this.#outbox.keep([...this.sync.unsent(), ...this.drawn()])
  }

  close(): void {
    clearTimeout(this.#keeping)
    for (const stop of this.#stops) stop()
    this.sync.stop()
    void this.#keep().then(() => this.#outbox.close())
  }
}
