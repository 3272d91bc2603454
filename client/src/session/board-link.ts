import type { BoardEvent, BoardLink, BoardView } from '../board/wire.ts'
import type { Room } from './room.ts'
import type { Session } from './session.ts'

/** A board folds its own events: the room keeps the view it was given, and only counts. */
const asGiven = (view: BoardView): BoardView => view

/** What a board asks of the connection, over its room (`brd_…`), which is joined now. Leave the room to close it. */
export function boardLink(session: Session, id: string): BoardLink {
  const room: Room<BoardView> = session.room<BoardView>(id, asGiven)
  let last: { view: BoardView; seq: number } | undefined
  room.onView((view, seq) => {
    last = { view, seq }
  })
  // After a frame the view kept here is old: whoever comes then asks for a new one.
  room.onFrame(() => {
    last = undefined
  })
  const online = () => session.store.getState().line.is === 'open'
  return {
    client: session.client,
    get me() {
      return session.store.getState().member ?? ''
    },
    send: (ops, at) => room.doNumbered('board.op', { ops, at }),
    onFrames: (listener) => room.onFrame((events) => listener(events as readonly BoardEvent[])),
    onView: (listener) => {
      if (last) listener(last.view, last.seq)
      else if (room.store.getState().view) room.refresh()
      return room.onView(listener)
    },
    sendEphemeral: (kind, value) => room.tell(kind, value),
    onEphemeral: (listener) => room.onVolatile(listener),
    status: () => (online() ? 'online' : 'offline'),
    onStatus: (listener) => session.store.subscribe(() => listener(online() ? 'online' : 'offline')),
    onWritable: (listener) =>
      session.store.subscribe((now, before) => {
        if (before.readOnly && !now.readOnly) listener()
      }),
    withdraw: (where) =>
      room.doNumbered('board.withdraw', where === 'everywhere' ? { everywhere: true } : { elements: where })
        .answer,
    refresh: () => room.refresh(),
  }
}
