/** How long one speaks before hearing oneself, ms. */
export const speakFor = 3000

/**
 * Records a few seconds of the microphone and plays them back, all inside this page. Nothing is sent and nothing
 * is kept. It throws when this browser cannot record.
 */
export async function hearSelf(
  track: MediaStreamTrack,
  phase: (now: 'speaking' | 'playing') => void,
): Promise<void> {
  const recorder = new MediaRecorder(new MediaStream([track]))
  const pieces: Blob[] = []
  recorder.ondataavailable = (event) => pieces.push(event.data)
  const stopped = new Promise<void>((done) => {
    recorder.onstop = () => done()
  })
  phase('speaking')
  recorder.start()
  setTimeout(() => {
    if (recorder.state !== 'inactive') recorder.stop()
  }, speakFor)
  await stopped
  const context = new AudioContext()
  try {
    const sound = await context.decodeAudioData(await new Blob(pieces).arrayBuffer())
    const player = context.createBufferSource()
    player.buffer = sound
    player.connect(context.destination)
    const ended = new Promise<void>((done) => {
      player.onended = () => done()
    })
    phase('playing')
    player.start()
    await ended
  } finally {
    await context.close()
  }
}
