import { createStore, type StoreApi } from 'zustand/vanilla'

/**
 * `idle` before start; `starting` until voices can arrive; `live`; `restarting` while another path is looked for;
 * `replaced` when the same person is here from elsewhere; `ended` for good.
 */
export type LinkState = 'idle' | 'starting' | 'live' | 'restarting' | 'replaced' | 'ended'

export type MediaState = {
  readonly link: LinkState
  /** The microphone is there and open on our side. Who is heard is the server's to say. */
  readonly mic: boolean
  readonly cam: boolean
  /** Members whose voices come on the lines now, the stick's first. */
  readonly voices: readonly string[]
  /** Pictures by member. */
  readonly pictures: Readonly<Record<string, MediaStream>>
  /** The browser plays no sound until the person touches the page: call `hear()` from her gesture. */
  readonly soundBlocked: boolean
  /** The link is too weak for pictures: sound only, both ways, until it is better. */
  readonly weak: boolean
  /** The person asked for sound only. */
  readonly audioOnly: boolean
  /** Why the server did not do as asked, until the sound is there. */
  readonly refusal: { readonly code: string; readonly fr: string; readonly en: string } | null
}

export type MediaStore = StoreApi<MediaState>

export function createMediaStore(): MediaStore {
  return createStore<MediaState>(() => ({
    link: 'idle',
    mic: false,
    cam: false,
    voices: [],
    pictures: {},
    soundBlocked: false,
    weak: false,
    audioOnly: false,
    refusal: null,
  }))
}
