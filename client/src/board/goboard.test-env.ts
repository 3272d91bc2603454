import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { BoardEvent, BoardView } from './wire.ts'

export type Reply = {
  readonly seq: number
  readonly events?: readonly BoardEvent[]
  readonly refusal?: { readonly code: string; readonly data?: Record<string, unknown> }
  readonly view?: BoardView
}

/** The server's own board, in a process of its own. */
export class GoBoard {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting: ((reply: Reply) => void)[] = []
  #errors = ''

  constructor() {
    const root = join(import.meta.dirname, '../../..')
    this.#process = spawn('go', ['run', './rooms/board/testdata/lines'], { cwd: root })
    this.#process.stderr.on('data', (text: Buffer) => {
      this.#errors += text.toString()
    })
    createInterface(this.#process.stdout).on('line', (line) =>
      this.#waiting.shift()?.(JSON.parse(line) as Reply),
    )
  }

  ask(question: object): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#process.exitCode !== null) reject(new Error(this.#errors))
      this.#waiting.push(resolve)
      this.#process.stdin.write(`${JSON.stringify(question)}\n`)
    })
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once('exit', () => resolve())
      this.#process.stdin.end()
    })
  }
}
