import { generateKeyBetween } from 'fractional-indexing'
import type { GoBoard } from './goboard.test-env.ts'
import { edited } from './sample.test-env.ts'
import { SceneMirror } from './scene.ts'
import { type SceneElement, toBoard } from './shape.ts'
import { BoardSync } from './sync.ts'
import type { BoardAnswer, BoardEvent, BoardLink, BoardOp, BoardView } from './wire.ts'

const noSpace: BoardAnswer = { done: false, code: 'store_full', fr: 'Plein.', en: 'Full.' }

type Sent = {
  n: number
  ops: readonly BoardOp[]
  /** The arguments of a withdrawal of words. */
  withdraws?: object
  settle: (answer: BoardAnswer) => void
}
type Told = { events: readonly BoardEvent[] } | { n: number; answer: BoardAnswer }

/** A tab with a drawing: the real replica and mirror, pipes that the test opens when it likes. */
export class Tab {
  readonly link: BoardLink
  readonly sync: BoardSync
  readonly mirror: SceneMirror
  readonly log: BoardEvent[]
  scene: readonly SceneElement[] = []
  busy = new Set<string>()
  outbox: Sent[] = []
  up: Sent[] = []
  down: Told[] = []
  #n = 0
  #frames: (events: readonly BoardEvent[]) => void = () => {}
  #view: (view: BoardView, seq: number) => void = () => {}
  at = 0
  readonly name: string

  readonly server: GoBoard
  /** The server has nowhere to keep things. */
  full = false

  constructor(name: string, log: BoardEvent[], server: GoBoard) {
    this.name = name
    this.server = server
    this.log = log
    this.link = {
      client: `tab-${name}`,
      me: name,
      send: (ops) => {
        this.#n += 1
        const n = this.#n
        const answer = new Promise<BoardAnswer>((settle) => {
          const sent = { n, ops, settle }
          this.outbox.push(sent)
          this.up.push(sent)
        })
        return { n, answer }
      },
      onFrames: (listener) => {
        this.#frames = listener
        return () => {}
      },
      onView: (listener) => {
        this.#view = listener
        return () => {}
      },
      sendEphemeral: () => {},
      onEphemeral: () => () => {},
      status: () => 'online',
      onStatus: () => () => {},
      onWritable: () => () => {},
      withdraw: (where) => {
        this.#n += 1
        const n = this.#n
        return new Promise((settle) => {
          const withdraws = where === 'everywhere' ? { everywhere: true } : { elements: where }
          const sent = { n, ops: [], withdraws, settle }
          this.outbox.push(sent)
          this.up.push(sent)
        })
      },
      refresh: () => {
        throw new Error('the replica lost its way')
      },
    }
    this.sync = new BoardSync(this.link)
    this.mirror = new SceneMirror(this.sync, () => 0.5)
    this.sync.onBefore(() => this.flush())
    this.sync.onChange((ids) => this.show(ids))
    this.sync.onAgain((id, lost) => this.mirror.again(id, lost))
  }

  flush() {
    this.sync.submit(this.mirror.take(this.scene))
  }

  show(ids: Iterable<string>) {
    this.scene = this.mirror.show(this.scene, ids, this.busy) ?? this.scene
  }

  do(id: string, change: (element: SceneElement) => object) {
    this.scene = this.scene.map((e) => (e.id === id ? edited(e, change(e)) : e))
  }

  add(element: SceneElement) {
    const last = this.scene.at(-1)?.['index'] as string | undefined
    this.scene = [...this.scene, { ...element, index: generateKeyBetween(last ?? null, null) }]
  }

  async serve() {
    const sent = this.up.shift()
    if (!sent) return
    if (this.full) {
      this.down.push({ n: sent.n, answer: noSpace })
      return
    }
    const reply = await this.server.ask({
      do: 'command',
      member: this.name,
      client: this.link.client,
      n: sent.n,
      name: sent.withdraws ? 'board.withdraw' : 'board.op',
      args: sent.withdraws ?? { ops: sent.ops },
    })
    if (reply.events) {
      this.log.push(...reply.events)
      for (const tab of this.others) tab.down.push({ events: reply.events })
    }
    const { refusal } = reply
    const repeated = refusal?.code === 'repeated'
    const seq = repeated ? Number(refusal.data?.['seq']) : reply.seq
    const answer: BoardAnswer =
      refusal && !repeated ? { done: false, fr: '', en: '', ...refusal } : { done: true, seq }
    if (this.early) this.down.unshift({ n: sent.n, answer })
    else this.down.push({ n: sent.n, answer })
  }

  others: Tab[] = []
  /** Answers overtake frames on this tab's line. */
  early = false

  async hear() {
    const told = this.down.shift()
    if (!told) return
    if ('events' in told) {
      const fresh = told.events.filter((e) => e.s > this.at)
      if (fresh.length > 0) {
        this.at = fresh.at(-1)?.s ?? this.at
        this.#frames(told.events)
      }
    } else {
      const sent = this.outbox.find((s) => s.n === told.n)
      this.outbox = this.outbox.filter((s) => s !== sent)
      sent?.settle(told.answer)
    }
    await Promise.resolve()
    await Promise.resolve()
  }

  /** The line breaks, then holds again: as a resume, or with a whole view. */
  async cut(whole: boolean) {
    this.up = [...this.outbox]
    this.down = []
    if (whole) {
      const { view, seq } = await this.server.ask({ do: 'view', member: this.name })
      this.at = seq
      if (view) this.#view(view, seq)
    } else {
      const missed = this.log.filter((e) => e.s > this.at)
      if (missed.length > 0) this.down.push({ events: missed })
    }
  }

  async open() {
    const { view, seq } = await this.server.ask({ do: 'view', member: this.name })
    this.at = seq
    if (view) this.#view(view, seq)
  }

  /** What this person sees, as the board writes it. */
  seen() {
    return this.scene.flatMap((e) => {
      const element = toBoard(e)
      return element && element['isDeleted'] !== true ? [element] : []
    })
  }
}

/** Everything that is on its way arrives, over and over, until nothing is. */
export async function settle(tabs: readonly Tab[]) {
  for (const tab of tabs) {
    tab.busy.clear()
    tab.full = false
    tab.flush()
    tab.show([])
  }
  for (let round = 0; round < 500; round++) {
    let busy = false
    for (const tab of tabs) {
      tab.flush()
      tab.sync.retry()
      while (tab.up.length > 0) {
        await tab.serve()
        busy = true
      }
      while (tab.down.length > 0) {
        await tab.hear()
        busy = true
      }
      tab.show([])
    }
    if (!busy) return
  }
  throw new Error('never at rest')
}
