import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const locales = join(import.meta.dirname, '../node_modules/@excalidraw/excalidraw/dist/prod/locales')

// Excalidraw names its 54 languages one by one, and each would become a file of
// the one binary. The board speaks the languages of the interface: every other
// name leads to French.
export function excalidrawLocales(): Plugin {
  const french = readdirSync(locales).find((name) => /^fr-FR-.*\.js$/.test(name))
  if (!french) throw new Error('Excalidraw has no French any more: its locales have moved')
  return {
    name: 'palabre:excalidraw-locales',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^\.\/locales\/[^/]+\.js$/ },
      handler(source, importer) {
        if (!importer?.includes('@excalidraw/excalidraw/dist/prod/')) return null
        return /^\.\/locales\/(fr-FR|en)-/.test(source) ? null : join(locales, french)
      },
    },
  }
}
