/** Loudness of samples in [-1, 1], from 0 (silence, -60 dB and below) to 1 (full scale). */
export function loudness(samples: Float32Array): number {
  let sum = 0
  for (const s of samples) sum += s * s
  const rms = Math.sqrt(sum / Math.max(samples.length, 1))
  if (rms === 0) return 0
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(rms)) / 60))
}

/** A needle that rises at once and falls slowly, so that a syllable is seen. */
export function needle(before: number, now: number): number {
  return now >= before ? now : Math.max(now, before - 0.06)
}

const every = 66

/**
 * Watches how loud a track is and tells it fifteen times a second. It uses an AnalyserNode, which needs no script
 * of its own and so lives under a strict content policy. Call what it returns to stop.
 */
export function watchLevel(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext()
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  let level = 0
  const timer = setInterval(() => {
    // A context made before any gesture sleeps until there was one.
    if (context.state === 'suspended') void context.resume()
    analyser.getFloatTimeDomainData(samples)
    level = needle(level, loudness(samples))
    tell(level)
  }, every)
  return () => {
    clearInterval(timer)
    source.disconnect()
    void context.close()
  }
}
