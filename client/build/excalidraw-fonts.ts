import { createReadStream, existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import type { Plugin } from 'vite'

const source = join(import.meta.dirname, '../node_modules/@excalidraw/excalidraw/dist/prod/fonts')

// Excalidraw fetches its fonts from window.EXCALIDRAW_ASSET_PATH and, failing
// that, from a public CDN. A confidential room tells no third party that it is
// open, so the fonts travel with the application. Xiaolai (Chinese, 13 MB) is
// left out: its characters fall back on the reader's own fonts.
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
    // The CDN is listed as a second source of every face, and Chromium checks a
    // source against the policy as soon as it is listed: take it out of the code.
    transform: {
      filter: { id: /@excalidraw\/excalidraw\/dist\/prod\/.*\.js$/, code: /ASSETS_FALLBACK_URL\)/ },
      handler(code) {
        const without = code.replace(
          /return (\w+)\.push\(new URL\(\w+,\w+\.ASSETS_FALLBACK_URL\)\),\1/,
          'return $1',
        )
        if (without === code) this.error('the fonts of Excalidraw have a second source that was not found')
        return { code: without, map: null }
      },
    },
    async closeBundle() {
      await cp(source, join(outDir, 'fonts'), {
        recursive: true,
        filter: (path) => !path.includes('Xiaolai'),
      })
    },
  }
}
