import { useCallback, useEffect, useRef, useState } from 'react'
import {
  type DeviceKind,
  type Devices,
  listDevices,
  onDevicesChange,
  openDevice,
  type Problem,
  remember,
  remembered,
  watchLevel,
} from '../../media/index.ts'

/** A level above which a voice was heard, 0 to 1; once heard, it is said for the rest of the visit. */
const voice = 0.45

const none: Devices = { mic: [], cam: [], speaker: [] }

export type Check = {
  readonly mic: {
    readonly track: MediaStreamTrack | null
    readonly problem: Problem | null
    readonly opening: boolean
  }
  readonly cam: {
    readonly stream: MediaStream | null
    readonly problem: Problem | null
    readonly opening: boolean
  }
  readonly level: number
  readonly heard: boolean
  readonly devices: Devices
  readonly chosen: Partial<Record<DeviceKind, string>>
  readonly choose: (kind: DeviceKind, id: string) => void
  readonly tryMic: () => void
  readonly setCam: (on: boolean) => void
}

/**
 * Tries the microphone, and the camera when asked, before entering. Nothing here blocks the door: every failure
 * has a name and the person enters without.
 */
export function useCheck({ listening, camera }: { listening: boolean; camera: boolean }): Check {
  const [devices, setDevices] = useState<Devices>(none)
  const [chosen, setChosen] = useState(() => remembered())
  const [level, setLevel] = useState(0)
  const [heard, setHeard] = useState(false)
  const mic = useTrack('mic')
  const cam = useTrack('cam')
  const track = mic.track
  const openMic = mic.open
  const closeMic = mic.close
  const openCam = cam.open

  useEffect(() => {
    if (listening) closeMic()
    else void openMic()
  }, [listening, openMic, closeMic])

  const [wished] = useState(camera)
  useEffect(() => {
    if (wished) void openCam()
  }, [wished, openCam])

  useEffect(() => {
    if (!track) {
      setLevel(0)
      return
    }
    return watchLevel(track, (now) => {
      setLevel(now)
      if (now > voice) setHeard(true)
    })
  }, [track])

  // Labels are told only once a permission was given: the list is read again each time a track opens.
  const opened = `${track?.id ?? ''} ${cam.track?.id ?? ''}`
  useEffect(() => {
    let over = false
    const read = (_why: string) =>
      void listDevices().then((found) => {
        if (!over) setDevices(found)
      })
    read(opened)
    const stop = onDevicesChange(() => read('plugged'))
    return () => {
      over = true
      stop()
    }
  }, [opened])

  return {
    mic,
    cam,
    level,
    heard,
    devices,
    chosen,
    choose: (kind, id) => {
      remember(kind, id)
      setChosen((before) => ({ ...before, [kind]: id }))
      if (kind === 'mic') {
        setHeard(false)
        void mic.open(id)
      }
      if (kind === 'cam' && cam.track) void cam.open(id)
    },
    tryMic: () => void mic.open(),
    setCam: (on) => (on ? void cam.open() : cam.close()),
  }
}

/** One device, open or not; it goes dark when the page leaves it. */
function useTrack(kind: 'mic' | 'cam') {
  const [state, setState] = useState<{
    track: MediaStreamTrack | null
    stream: MediaStream | null
    problem: Problem | null
    opening: boolean
  }>({ track: null, stream: null, problem: null, opening: false })
  const held = useRef<MediaStreamTrack | null>(null)
  const turn = useRef(0)
  const take = useCallback((track: MediaStreamTrack | null, problem: Problem | null) => {
    if (held.current && held.current !== track) held.current.stop()
    held.current = track
    setState({ track, stream: track ? new MediaStream([track]) : null, problem, opening: false })
  }, [])
  const open = useCallback(
    async (id?: string) => {
      turn.current += 1
      const mine = turn.current
      setState((before) => ({ ...before, opening: true }))
      const opened = await (id === undefined ? openDevice(kind) : openDevice(kind, id))
      // Closed or asked again meanwhile: this answer comes too late.
      if (mine !== turn.current) {
        if (opened.ok) opened.track.stop()
        return
      }
      if (opened.ok) take(opened.track, null)
      else take(null, opened.problem)
    },
    [kind, take],
  )
  const close = useCallback(() => {
    turn.current += 1
    take(null, null)
  }, [take])
  useEffect(
    () => () => {
      turn.current += 1
      held.current?.stop()
      held.current = null
    },
    [],
  )
  return { ...state, open, close }
}
