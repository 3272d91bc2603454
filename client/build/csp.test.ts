import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const client = join(import.meta.dirname, '..')
const policy = readFileSync(join(client, 'csp.txt'), 'utf8').trim()
const aria = (path: string) =>
  readFileSync(join(client, 'node_modules/react-aria/dist/private', path), 'utf8')

// The text of the style element a module writes, with its one constant put in.
function styleOf(source: string): string {
  const written = source.match(/style\.textContent = `([^`]*)`\.trim\(\)/)?.[1]
  if (written === undefined) throw new Error('React Aria no longer writes this style element')
  const attribute = source.match(/PRESSABLE_ATTRIBUTE = '([\w-]+)'/)?.[1] ?? ''
  return written.replace(/\$\{[^}]+\}/g, attribute).trim()
}

test.each(['interactions/usePress.mjs', 'overlays/usePreventScroll.mjs'])(
  'the policy lets through what %s writes, by its hash',
  (path) => {
    const hash = createHash('sha256')
      .update(styleOf(aria(path)))
      .digest('base64')
    expect(policy).toContain(`'sha256-${hash}'`)
  },
)

test('nothing inline is let through, nor anything from elsewhere', () => {
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(policy).not.toContain('\n')
})

test('no script or style stands in the page itself', () => {
  const page = readFileSync(join(client, 'index.html'), 'utf8')
  expect(page).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/)
})
