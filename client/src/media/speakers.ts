const answerWithin = 500

/** One hidden audio element for each line, and what to do when the browser will not play them. */
export class Speakers {
  readonly #elements = new Map<string, HTMLAudioElement>()
  readonly #blocked: (blocked: boolean) => void
  readonly #refused = new Set<HTMLAudioElement>()
  #sink = ''

  /** Told whether sound waits for a gesture. */
  constructor(blocked: (blocked: boolean) => void) {
    this.#blocked = blocked
  }

  /** Plays a line. */
  attach(mid: string, stream: MediaStream): void {
    let element = this.#elements.get(mid)
    if (!element) {
      element = document.createElement('audio')
      element.autoplay = true
      element.hidden = true
      element.dataset['mediaLine'] = mid
      const made = element
      element.addEventListener('playing', () => this.#playing(made))
      document.body.append(element)
      this.#elements.set(mid, element)
    }
    element.srcObject = stream
    this.#route(element)
    void this.#play(element)
  }

  /** Tries again from the person's gesture. */
  async hear(): Promise<void> {
    // A line that carries nobody yet may answer only when somebody speaks: what was not refused by then will play.
    const soon = new Promise<boolean>((answer) => setTimeout(() => answer(true), answerWithin))
    const played = await Promise.all(
      [...this.#elements.values()].map((e) => Promise.race([this.#play(e), soon])),
    )
    if (played.every(Boolean)) this.#blocked(false)
  }

  /** Plays on another output, where the browser can choose. */
  output(id: string): void {
    this.#sink = id
    for (const element of this.#elements.values()) this.#route(element)
  }

  close(): void {
    for (const element of this.#elements.values()) {
      element.srcObject = null
      element.remove()
    }
    this.#elements.clear()
    this.#refused.clear()
  }

  #route(element: HTMLAudioElement): void {
    // An output that is gone leaves the default one, which plays.
    if (this.#sink !== '' && 'setSinkId' in element) element.setSinkId(this.#sink).catch(() => undefined)
  }

  /** Sound is heard: what was refused before may play too, or is refused again and then said. */
  #playing(element: HTMLAudioElement): void {
    this.#refused.delete(element)
    this.#blocked(false)
    const others = [...this.#refused]
    this.#refused.clear()
    for (const other of others) void this.#play(other)
  }

  async #play(element: HTMLAudioElement): Promise<boolean> {
    try {
      await element.play()
      this.#refused.delete(element)
      return true
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError'
      if (refused) {
        this.#refused.add(element)
        this.#blocked(true)
      }
      return !refused
    }
  }
}
