import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const client = join(import.meta.dirname, '../..')

// The build strips the French from the sources and reads it back from the
// catalogue: a sentence that was not collected would show as a code.
test('the catalogues hold every sentence of the sources (else: npm run i18n)', async () => {
  const lingui = join(client, 'node_modules/@lingui/cli/dist/lingui.js')
  const said = await new Promise<{ code: number; words: string }>((resolve) => {
    // A bare environment: the tool changes its ways when it thinks itself under test.
    const options = { cwd: client, env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } }
    execFile(process.execPath, [lingui, 'check', 'sync'], options, (error, out, err) =>
      resolve({ code: error ? 1 : 0, words: `${out}${err}` }),
    )
  })
  expect(said.words).toContain('in sync')
  expect(said.code).toBe(0)
}, 120_000)
