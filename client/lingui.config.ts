import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

// French is the source: a message missing in English shows in French, never as a code.
export default defineConfig({
  locales: ['fr', 'en'],
  sourceLocale: 'fr',
  fallbackLocales: { default: 'fr' },
  // A folder of their own: the extractor skips every file that lies beside the catalogues.
  catalogs: [{ path: '<rootDir>/src/i18n/catalogues/{locale}', include: ['src'] }],
  format: formatter({ origins: true, lineNumbers: false }),
  orderBy: 'message',
})
