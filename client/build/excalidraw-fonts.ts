import { createReadStream, existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import type { Plugin } from 'vite'

const source = join(import.meta.dirname, '../node_modules/@excalidraw/excalidraw/dist/prod/fonts')

// Excalidraw fetches its fonts from window.EXCALIDRAW_ASSET_PATH and, failing
// that, from a public CDN. A confidential room tells no third party that it is
// open, so the fonts travel with the application. Xiaolai (Chinese, 13 MB) is
// left out; our policy (font-src 'self') stops the fallback for it.
export function excalidrawFonts(): Plugin {
  let outDir = ''
  return {
    name: 'palabre:excalidraw-fonts',
    configResolved(config) {
      outDir = config.build.outDir
    },
    configureServer(server) {
      server.middlewares.use('/fonts', (request, response, next) => {
        const file = join(source, normalize(decodeURIComponent(request.url ?? '').replace(/\?.*$/, '')))
        if (!file.startsWith(source) || !existsSync(file) || !file.endsWith('.woff2')) return next()
        response.setHeader('Content-Type', 'font/woff2')
        createReadStream(file).pipe(response)
      })
    },
    async closeBundle() {
      await cp(source, join(outDir, 'fonts'), {
        recursive: true,
        filter: (path) => !path.includes('Xiaolai'),
      })
    },
  }
}
