/** The few sounds of the room. Silence is the rule: no sound for joins, chat, hands or errors. */
export type Cue = 'offer' | 'reminder' | 'timeUp' | 'breakEnds'

type Note = { readonly hz: number; readonly at: number; readonly lasts: number; readonly loud: number }

// Wood: a short sine with its octave and twelfth, dying fast. Seconds.
const cues: Readonly<Record<Cue, readonly Note[]>> = {
  offer: [
    { hz: 392, at: 0, lasts: 0.28, loud: 0.2 },
    { hz: 523.25, at: 0.22, lasts: 0.42, loud: 0.2 },
  ],
  reminder: [{ hz: 392, at: 0, lasts: 0.4, loud: 0.16 }],
  timeUp: [{ hz: 196, at: 0, lasts: 0.9, loud: 0.18 }],
  breakEnds: [
    { hz: 329.63, at: 0, lasts: 0.4, loud: 0.16 },
    { hz: 392, at: 0.3, lasts: 0.5, loud: 0.16 },
  ],
}

const vibrations: Partial<Record<Cue, number[]>> = { offer: [180, 120, 180], reminder: [180] }

/** Makes the sounds; each context is closed after its cue so that none lingers on a phone. */
export function play(cue: Cue, make: () => AudioContext = () => new AudioContext()): void {
  const vibration = vibrations[cue]
  if (vibration && typeof navigator.vibrate === 'function') navigator.vibrate(vibration)
  let context: AudioContext
  try {
    context = make()
  } catch {
    // A browser without sound: the words and the vibration say the same.
    return
  }
  let end = 0
  for (const note of cues[cue]) {
    for (const [times, share] of [
      [1, 1],
      [2, 0.28],
      [3, 0.12],
    ] as const) {
      const gain = context.createGain()
      const start = context.currentTime + 0.02 + note.at
      const lasts = note.lasts / times
      gain.gain.setValueAtTime(0, start)
      gain.gain.linearRampToValueAtTime(note.loud * share, start + 0.008)
      gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts)
      const tone = context.createOscillator()
      tone.frequency.value = note.hz * times
      tone.connect(gain).connect(context.destination)
      tone.start(start)
      tone.stop(start + lasts + 0.02)
      end = Math.max(end, note.at + note.lasts)
    }
  }
  setTimeout(() => void context.close().catch(() => undefined), (end + 0.3) * 1000)
}
