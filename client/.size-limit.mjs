import { readdirSync, readFileSync } from 'node:fs'

const html = readFileSync('dist/index.html', 'utf8')
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
  ([, path]) => `dist/${path}`,
)
const chunks = (pattern) =>
  readdirSync('dist/assets')
    .filter((name) => pattern.test(name))
    .map((name) => `dist/assets/${name}`)

// The first screen is what index.html names, its language, and the home page's own chunk.
export default [
  {
    name: 'first screen (JS + CSS)',
    path: [...named, ...chunks(/^(fr|Accueil)-.*\.(js|css)$/)],
    limit: '200 kB',
    gzip: true,
  },
]
