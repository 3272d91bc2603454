import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'

test('trois personnes et le serveur du son seuls: la porte, les passages, une coupure, un arrêt brutal', async () => {
  test.setTimeout(180_000)
  const bench = spawn(process.execPath, [resolve(import.meta.dirname, 'media/bench.mjs')], {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const keep = (data: Buffer) => {
    said += String(data)
  }
  bench.stdout.on('data', keep)
  bench.stderr.on('data', keep)
  const code = await new Promise((ended) => bench.once('close', ended))
  await test.info().attach('mesures.txt', { body: said, contentType: 'text/plain' })
  expect(code, said).toBe(0)
})
