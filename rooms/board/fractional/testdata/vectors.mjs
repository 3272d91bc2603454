// Makes vectors.json with the npm package: from the client's folder,
//   node ../rooms/board/fractional/testdata/vectors.mjs > ../rooms/board/fractional/testdata/vectors.json
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`))
const { generateKeyBetween } = await import(require.resolve('fractional-indexing'))

let seed = 20260101
const random = (n) => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return Math.floor((seed / 2147483648) * n)
}
const vectors = []
const note = (a, b) => {
  let key = ''
  try {
    key = generateKeyBetween(a || null, b || null)
  } catch {
    // "" in the table: the package refuses these two.
  }
  vectors.push([a, b, key])
  return key
}
const fixed = ['', 'a0', 'a1', 'a0V', 'Zz', 'Zzz', 'b00', 'b0z', 'A00000000000000000000000000', 'A00000000000000000000000001',
  'zzzzzzzzzzzzzzzzzzzzzzzzzzz', 'zzzzzzzzzzzzzzzzzzzzzzzzzzy', 'a00', 'a0V0', '!', 'a', 'b0', 'Y00', 'Yzz', 'bzz', 'c000',
  'a0G', 'a0F', 'a0Vzzzz', 'a0W', 'zzzzzzzzzzzzzzzzzzzzzzzzzzzV', 'A00000000000000000000000000V']
for (const a of fixed) for (const b of fixed) note(a, b)
for (let round = 0; round < 12; round++) {
  const keys = [generateKeyBetween(null, null)]
  for (let i = 0; i < 150; i++) {
    // Each round leans to its own end, so that long keys and far integers are met.
    const at = [0, keys.length, random(keys.length + 1), Math.min(1, keys.length)][round % 4]
    keys.splice(at, 0, note(keys[at - 1] ?? '', keys[at] ?? ''))
  }
}
process.stdout.write(`[\n${vectors.map((v) => JSON.stringify(v)).join(',\n')}\n]\n`)
