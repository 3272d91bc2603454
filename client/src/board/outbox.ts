import { type IDBPDatabase, openDB } from 'idb'
import type { BoardOp } from './wire.ts'

const database = 'palabre-boards'
const store = 'unsent'
type Kept = {
  readonly board: string
  readonly member: string
  readonly client: string
  readonly ops: readonly BoardOp[]
  readonly at?: number // absent in what an older page kept
}

const open = (): Promise<IDBPDatabase> =>
  openDB(database, 1, {
    upgrade(db) {
      db.createObjectStore(store, { keyPath: ['board', 'member', 'client'] })
    },
  })

/** Takes every unsent stroke off this device: at sign-out. */
export async function forgetBoards(): Promise<void> {
  // Emptied, not deleted: a page still open in another tab would hold up the deletion, and every board after it.
  const db = await open()
  await db.clear(store)
  db.close()
}

/**
 * The operations of one page on one board that the server has not confirmed, kept on the device so that a reload or a
 * crash loses nothing. A page holds a lock for as long as it lives: what lies there without its lock was left behind,
 * and is for the next page of the same person to send.
 */
export class DeviceOutbox {
  readonly #key: readonly [string, string, string]
  readonly #db: Promise<IDBPDatabase>
  #release: () => void = () => {}
  #writing: Promise<unknown> = Promise.resolve()

  constructor(board: string, member: string, client: string) {
    this.#key = [board, member, client]
    this.#db = open()
    void navigator.locks?.request(
      lockOf(client),
      () => new Promise<void>((release) => (this.#release = release)),
    )
  }

  /** Replaces what is kept; the promise settles when it is on the device (false: the device refuses to keep anything). */
  keep(ops: readonly BoardOp[], at: number): Promise<boolean> {
    const write = async () => {
      try {
        const db = await this.#db
        const [board, member, client] = this.#key
        if (ops.length === 0) await db.delete(store, [...this.#key])
        else await db.put(store, { board, member, client, ops, at } satisfies Kept)
        return true
      } catch {
        return false // private browsing, a full disk: the page still has them
      }
    }
    const done = this.#writing.then(write)
    this.#writing = done
    return done
  }

  /**
   * What pages that are gone left behind, and this page when it had this board open before; `forget` takes off the
   * former once they are kept under this page's name.
   */
  async leftBehind(): Promise<{
    readonly ops: readonly BoardOp[]
    /** The position at which the first of it was made. */
    readonly at: number
    readonly forget: () => Promise<void>
  }> {
    const left: BoardOp[] = []
    let at = Number.POSITIVE_INFINITY
    const pages: string[][] = []
    const forget = async () => {
      const db = await this.#db
      for (const page of pages) await db.delete(store, page)
    }
    try {
      const db = await this.#db
      const [board, member, client] = this.#key
      for (const kept of (await db.getAll(store)) as Kept[]) {
        if (kept.board !== board || kept.member !== member) continue
        const own = kept.client === client
        if (!own && (await isAlive(kept.client))) continue
        left.push(...kept.ops)
        if (kept.ops.length > 0) at = Math.min(at, kept.at ?? 0)
        if (!own) pages.push([kept.board, kept.member, kept.client])
      }
    } catch {
      // A device that keeps nothing left nothing behind.
    }
    return { ops: left, at: Number.isFinite(at) ? at : 0, forget }
  }

  async close(): Promise<void> {
    await this.#writing
    this.#release()
    await this.#db.then(
      (db) => db.close(),
      () => undefined,
    )
  }
}

const lockOf = (client: string) => `palabre-board-${client}`

async function isAlive(client: string): Promise<boolean> {
  const held = await navigator.locks?.request(lockOf(client), { ifAvailable: true }, (lock) => lock === null)
  return held ?? false
}
