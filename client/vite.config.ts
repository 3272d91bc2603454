import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { ariaWords } from './build/aria-words.ts'
import { excalidrawFonts } from './build/excalidraw-fonts.ts'
import { excalidrawLocales } from './build/excalidraw-locales.ts'
import { keepDist } from './build/keep-dist.ts'
import { preloadFont } from './build/preload-font.ts'

const server = process.env['PALABRE_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

// The board's own modules stay with the board.
const ours = (id: string) => !/excalidraw|src\/board\/|catalogues/.test(id)
const pieces =
  /@tabler\/icons-react|src\/ui\/(shapes|Button|Reason|PageMenus|Stick|Tracks|GrowthRings|Chip|Notices|Tool|useReducedMotion)/

const live =
  /src\/views\/salle\/(live|viewmodel|hearing|beside|names|quoted|rule|useWide|sounds|useAnnouncements)\./

export default defineConfig({
  plugins: [
    react(),
    lingui(),
    babel({ presets: [linguiTransformerBabelPreset()] }),
    { ...optimizeLocales.vite({ locales: ['fr-FR', 'en-US'] }), enforce: 'pre' },
    ariaWords(),
    excalidrawFonts(),
    excalidrawLocales(),
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
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/entry-[hash].js',
        codeSplitting: {
          groups: [
            // What every screen starts with: one file.
            { name: 'core', tags: ['$initial'], priority: 3 },
            // What most screens share: buttons, fields, the frame. Layers that open over them (menus, dialogs, lists)
            // are reached by fewer, and come when they are opened.
            { name: 'screens', test: ours, minShareCount: 20, priority: 2 },
            // What several share and that leads to nothing heavy: a few files rather than sixty.
            { name: 'asked', test: /openapi-fetch|@tanstack|src\/api\//, minShareCount: 2, priority: 1 },
            { name: 'room', test: /zustand|src\/(session|wire)\//, minShareCount: 2, priority: 1 },
            { name: 'pieces', test: pieces, minShareCount: 3, priority: 1 },
            // The antechamber listens and remembers as the room does, and needs nothing else of it.
            {
              name: 'devices',
              test: /src\/(media\/(level|devices)|views\/(salle\/prefs|place\/initials))/,
              minShareCount: 2,
              priority: 2,
            },
            { name: 'live', test: live, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
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
