import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createStore } from 'zustand/vanilla'
import { createMediaStore } from '../../media/state.ts'
import type { Wire } from '../../session/connection.ts'
import { Session } from '../../session/session.ts'
import type { SessionView } from '../../session/view.ts'
import { Toasts } from '../../ui/Toast.tsx'
import type { FromClient, FromServer } from '../../wire/messages.ts'
import type { MediaDesk } from './desk.ts'
import type { Entry } from './entry.ts'
import { Here, type Live } from './live.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

const id = 'ses_1'

const entry = {
  meeting: { id: 'm1', title: 'Rencontre d’essai' },
  community: { id: 'c1', name: 'CDP des Rives fictives' },
  you: { id: 'a', name: 'Awa Modèle', guest: false },
  room: id,
} as unknown as Entry

const person = (order: number, role: 'facilitator' | 'member' = 'member') => ({ role, here: true, order })

/** A session as Awa, who facilitates, sees it; Benoît and Chantal are there. */
export function sessionOf(change: Partial<SessionView> = {}): SessionView {
  return {
    kind: 'session',
    status: 'open',
    opened_at: 1,
    mode: 'open',
    me: { member: 'a', role: 'facilitator', waiting: false },
    listed: false,
    people: { a: person(1, 'facilitator'), b: person(2), c: person(3) },
    agenda: { phases: [], at: -1 },
    hands: {},
    chat: {},
    ...change,
  }
}

/** Somebody in a room, and the other end of her line in the test's hands. */
export class Inside {
  readonly sent: FromClient[] = []
  readonly live: Live
  /** What became of the microphone that the stick opened. */
  readonly mic: ('closed' | 'again')[] = []
  readonly #wire: Wire

  constructor(view: SessionView) {
    this.#wire = {
      readyState: 1,
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (data) => void this.sent.push(JSON.parse(String(data)) as FromClient),
      close: () => {},
    }
    const session = new Session('ws://here/ws', 'tab', 'fr', {
      open: () => this.#wire,
      now: () => 0,
      chance: () => 0.5,
      after: () => () => {},
    })
    const room = session.room<SessionView>(id)
    const handOn = () => {
      this.mic.push('closed')
      return () => void this.mic.push('again')
    }
    const desk = {
      store: createStore(() => ({ camera: null })),
      media: { store: createMediaStore() },
      handOn,
    } as unknown as MediaDesk
    this.live = { session, room, desk, entry, groupNames: new Map() }
    session.start()
    this.#take({ t: 'welcome', v: 1, member: view.me.member, now: 0, beat: 5000 })
    const names = { a: 'Awa Modèle', b: 'Benoît Exemple', c: 'Chantal Fictive' }
    this.#take({ t: 'joined', r: id, log: 'L', seq: 1, mode: 'view', view, names })
  }

  #take(message: FromServer): void {
    this.#wire.onmessage?.({ data: JSON.stringify(message) } as MessageEvent<string>)
  }

  /** The server says something. */
  says(message: FromServer): void {
    act(() => this.#take(message))
  }

  /** Her line is closed, with this code. */
  drops(code: number): void {
    act(() => this.#wire.onclose?.({ code } as CloseEvent))
  }

  /** She comes back to a server that knows her. */
  returns(): void {
    act(() => {
      this.live.session.hurry()
      this.#take({ t: 'welcome', v: 1, member: 'a', now: 0, beat: 5000 })
    })
  }

  /** The view becomes this one. */
  becomes(view: SessionView): void {
    this.says({ t: 'joined', r: id, log: 'L', seq: 2, mode: 'view', view })
  }

  /** Her commands of a kind so far. */
  asked(command: string): Extract<FromClient, { t: 'do' }>[] {
    return this.sent.filter(
      (one): one is Extract<FromClient, { t: 'do' }> => one.t === 'do' && one.c === command,
    )
  }

  /** The last command of a kind is done. */
  async does(command: string): Promise<void> {
    const n = this.asked(command).at(-1)?.n ?? 0
    await act(async () => this.#take({ t: 'ok', r: id, n, seq: 3 }))
  }

  /** The last command of a kind is refused. */
  async refuses(command: string): Promise<void> {
    const n = this.asked(command).at(-1)?.n ?? 0
    await act(async () => this.#take({ t: 'no', r: id, n, code: 'late', fr: 'Trop tard.', en: 'Too late.' }))
  }

  shows(children: ReactNode) {
    return render(this.around(children))
  }

  around(children: ReactNode) {
    return (
      <I18nProvider i18n={i18n}>
        <Toasts>
          <Here.Provider value={this.live}>{children}</Here.Provider>
        </Toasts>
      </I18nProvider>
    )
  }
}
