import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { excalidrawFonts } from './build/excalidraw-fonts.ts'
import { keepDist } from './build/keep-dist.ts'
import { preloadFont } from './build/preload-font.ts'

const server = process.env['PALABRE_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [
    react(),
    lingui(),
    babel({ presets: [linguiTransformerBabelPreset()] }),
    { ...optimizeLocales.vite({ locales: ['fr-FR', 'en-US'] }), enforce: 'pre' },
    excalidrawFonts(),
    preloadFont(),
    keepDist(),
  ],
  resolve: {
    alias: {
      // Diagrams from text are not ours; the real module weighs 3.4 MB.
      '@excalidraw/mermaid-to-excalidraw': new URL('./src/board/no-mermaid.ts', import.meta.url).pathname,
    },
  },
  build: {
    target: 'es2022',
    // A strict policy: nothing is inlined as a data: URL or as a script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
    rolldownOptions: { output: { entryFileNames: 'assets/entry-[hash].js' } },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    globals: false,
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'],
    setupFiles: ['src/setup.test-env.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
})
