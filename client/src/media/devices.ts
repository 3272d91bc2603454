/**
 * Why a microphone or a camera cannot be had. `none`: there is no such device. `refused`: the person or her
 * browser said no. `busy`: something else uses it. `insecure`: the page is not on a safe address, the browser
 * offers nothing. `unknown`: anything else.
 */
export type Problem = 'none' | 'refused' | 'busy' | 'insecure' | 'unknown'

export type DeviceKind = 'mic' | 'cam' | 'speaker'

export type Device = { readonly id: string; readonly label: string }

export type Devices = Readonly<Record<DeviceKind, readonly Device[]>>

/** The device chosen last, by kind. */
export type Choice = Partial<Record<DeviceKind, string>>

/** A track, or why there is none. */
export type Opened =
  | { readonly ok: true; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly problem: Problem }

/** Names what getUserMedia threw. */
export function problemOf(error: unknown): Problem {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : ''
  switch (name) {
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'none'
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'refused'
    case 'SecurityError':
      return 'insecure'
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy'
    default:
      return 'unknown'
  }
}

/** Whether this page may ask for devices at all. */
export function canAsk(): boolean {
  return globalThis.isSecureContext !== false && typeof navigator.mediaDevices?.getUserMedia === 'function'
}

const key = 'palabre.devices'

/** The choice made last on this device; a storage that is closed or spoilt is no choice. */
export function remembered(storage: Pick<Storage, 'getItem'> = localStorage): Choice {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    const choice: Choice = {}
    for (const kind of ['mic', 'cam', 'speaker'] as const) {
      const id = (value as Record<string, unknown>)[kind]
      if (typeof id === 'string' && id !== '') choice[kind] = id
    }
    return choice
  } catch {
    return {}
  }
}

/** Remembers one choice, beside the others. */
export function remember(
  kind: DeviceKind,
  id: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): void {
  try {
    storage.setItem(key, JSON.stringify({ ...remembered(storage), [kind]: id }))
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}

/** The devices there are. Labels are empty until a permission was given. */
export async function listDevices(): Promise<Devices> {
  const found: Record<DeviceKind, Device[]> = { mic: [], cam: [], speaker: [] }
  if (!canAsk()) return found
  const kinds = { audioinput: 'mic', videoinput: 'cam', audiooutput: 'speaker' } as const
  for (const device of await navigator.mediaDevices.enumerateDevices()) {
    found[kinds[device.kind]].push({ id: device.deviceId, label: device.label })
  }
  return found
}

/** What is asked of a device. The wished one is preferred, never required: it may be at home. */
export function constraintsFor(kind: 'mic' | 'cam', id?: string): MediaStreamConstraints {
  const wished = id ? { deviceId: { ideal: id } } : {}
  if (kind === 'mic') {
    return {
      audio: {
        ...wished,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
      },
    }
  }
  return {
    video: { ...wished, width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 24 } },
  }
}

/** Opens the microphone or the camera chosen last, or any. It never throws. */
export async function openDevice(kind: 'mic' | 'cam', id = remembered()[kind]): Promise<Opened> {
  if (!canAsk()) return { ok: false, problem: 'insecure' }
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsFor(kind, id))
    const track = stream.getTracks()[0]
    return track ? { ok: true, track } : { ok: false, problem: 'none' }
  } catch (error) {
    return { ok: false, problem: problemOf(error) }
  }
}

/** Tells when devices are plugged in or out; call what it returns to stop. */
export function onDevicesChange(act: () => void): () => void {
  const devices = navigator.mediaDevices
  devices?.addEventListener?.('devicechange', act)
  return () => devices?.removeEventListener?.('devicechange', act)
}
