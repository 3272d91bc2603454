import { readdirSync, readFileSync } from 'node:fs'

const html = readFileSync('dist/index.html', 'utf8')
const assets = readdirSync('dist/assets')
const text = (file) => readFileSync(`dist/assets/${file}`, 'utf8')

const named = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file)
const core = text(named.find((file) => file.startsWith('core-')) ?? 'core')

/** What `from` fetches to open a chunk: the chunk, all it imports, and their styles, as the build lists them. */
function opened(from, name) {
  const list = /__vite__mapDeps=.*?\[((?:"[^"]*",?)+)\]/s.exec(from)?.[1]
  const asked = new RegExp(
    `import\\(\`\\./${name}-[^)]*\\)[^\`]{0,120}?,__vite__mapDeps\\(\\[([\\d,]*)\\]\\)`,
  ).exec(from)?.[1]
  if (list === undefined || asked === undefined) throw new Error(`${name}: not found in the build`)
  const files = [...list.matchAll(/"assets\/([^"]*)"/g)].map(([, file]) => file)
  return asked.split(',').map((at) => files[Number(at)])
}

// The board has languages of its own: « fr-FR-… » is not the catalogue.
const chunk = (name) => {
  const found = assets.find((file) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file))
  if (!found) throw new Error(`${name}: not found in the build`)
  return found
}

const first = (name) => [...named, chunk('fr'), ...opened(core, name)]
const measured = (name, files, limit) => ({
  name,
  path: [...new Set(files)].map((file) => `dist/assets/${file}`),
  limit,
  gzip: true,
})

/** A screen opened by somebody who has nothing of Palabre yet: JS and CSS, French alone, fonts apart. */
const cold = (name, limit) => measured(`${name}, opened cold`, first(name), limit)

const salle = text(chunk('Salle'))
const beforeBoard = new Set([...first('Salle'), ...opened(salle, 'BoardPane')])
const board = opened(text(chunk('BoardEditor')), 'Canvas').filter((file) => !beforeBoard.has(file))

export default [
  cold('Connexion', '200 KiB'),
  cold('Invitation', '200 KiB'),
  cold('Accueil', '200 KiB'),
  cold('Antichambre', '200 KiB'),
  cold('Salle', '200 KiB'),
  measured('the board, when one opens', board, '450 KiB'),
]
