/** A value of a property, as JSON has it. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value }

/** An element as the board keeps it: Excalidraw's, without its bookkeeping. `by` is the member who put it. */
export type BoardElement = {
  readonly id: string
  readonly type: string
  readonly index: string
  readonly by?: string
  readonly [property: string]: Value | undefined
}

export type Properties = { readonly [property: string]: Value }

/** Points that continue a stroke: `n` points were there, `d` are half pixels from one to the next, `p` pressures in hundredths. */
export type Appended = { readonly n: number; readonly d: readonly number[]; readonly p?: readonly number[] }

export type BoardOp =
  | { readonly id: string; readonly put: Properties }
  | { readonly id: string; readonly set: Properties }
  | { readonly id: string; readonly app: Appended }

/** What the server decided differently. */
export type Fix = { readonly id: string; readonly set: Properties }

/**
 * An event of a board's log. `board.op` says operations, `board.withdraw` (words withdrawn) only what is different;
 * of the others this tab only learns that its view is old.
 */
export type BoardEvent = {
  readonly s: number
  readonly by?: string
  readonly k?: string
  readonly n?: number
  readonly e: string
  readonly d: { readonly ops?: readonly BoardOp[]; readonly fix?: readonly Fix[] }
}

export type BoardView = {
  readonly kind: 'board'
  readonly els: { readonly [id: string]: BoardElement }
  readonly may: 'write' | 'read'
  readonly why?: string
  readonly locked: boolean
  readonly lent?: string
}

export type BoardAnswer =
  | { readonly done: true; readonly seq: number }
  | {
      readonly done: false
      readonly code: string
      readonly fr: string
      readonly en: string
      readonly data?: Readonly<Record<string, unknown>>
    }

export type Cursor = { readonly x: number; readonly y: number; readonly tool?: 'pointer' | 'laser' }

/** A volatile value: who, what kind, the value (null: gone). */
export type Volatile = readonly [member: string, kind: string, value: unknown]

/**
 * All that the board asks of the connection. `send` numbers the operations and keeps sending them until they are
 * answered; an event of this tab (`k` is `client`) may come before or after its answer.
 */
export type BoardLink = {
  /** This page's own name; another one after a reload. */
  readonly client: string
  readonly me: string
  /** `at` is the position of what was seen when they were made: the server refuses those made before a part of the board was shed. */
  send(ops: readonly BoardOp[], at: number): { readonly n: number; readonly answer: Promise<BoardAnswer> }
  onFrames(listener: (events: readonly BoardEvent[]) => void): () => void
  /** A whole view at a position of the log. A listener that comes late is given the last one at once. */
  onView(listener: (view: BoardView, seq: number) => void): () => void
  sendEphemeral(kind: 'cursor' | 'sel', value: unknown): void
  onEphemeral(listener: (told: readonly Volatile[]) => void): () => void
  status(): 'online' | 'offline'
  onStatus(listener: (status: 'online' | 'offline') => void): () => void
  /** Called when the server says that it can keep things again, after it could not. */
  onWritable(listener: () => void): () => void
  /**
   * Takes this person's words out of these elements and of the board's past; there is no way back. `everywhere` is some
   * hundreds of those where she wrote, deleted ones too, until she is refused (`board_not_yours`): there are no more.
   */
  withdraw(where: readonly string[] | 'everywhere'): Promise<BoardAnswer>
  /** Asks for a whole view again. */
  refresh(): void
}
