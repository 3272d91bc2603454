import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** What opens later: in the room by `later()` of views/salle/later.ts, elsewhere by `withWords()` of router.tsx. */
const later = [
  'src/board',
  'src/views/tableau',
  'src/views/salle/Asked.tsx',
  'src/views/salle/Alerts.tsx',
  'src/views/salle/decisions.ts',
  'src/views/salle/PrivateWord.tsx',
  'src/views/salle/BoardPane.tsx',
  'src/views/salle/BoardTitle.tsx',
  'src/views/salle/note.ts',
  'src/views/salle/personWords.ts',
  'src/views/salle/problemsInside.ts',
  'src/views/communaute',
  'src/views/communautes/Nouvelle.tsx',
  'src/views/composants',
  'src/views/document',
  'src/views/profil',
  'src/views/rencontre',
  'src/views/salle/anime',
  'src/views/salle/groupes',
  'src/views/salle/votes',
  ...[
    'Animation',
    'Asking',
    'Chat',
    'Door',
    'Help',
    'Notes',
    'Order',
    'People',
    'Prepare',
    'RoundControls',
    'Temper',
    'Told',
  ].map((name) => `src/views/salle/${name}.tsx`),
]

// French is the source: a message missing in English shows in French, never as a code.
export default defineConfig({
  locales: ['fr', 'en'],
  sourceLocale: 'fr',
  fallbackLocales: { default: 'fr' },
  // A folder of their own: the extractor skips every file that lies beside the catalogues. Words of what opens
  // later come with it (src/i18n/locale.ts, `alsoSay`): the first screens do not carry them.
  catalogs: [
    { path: '<rootDir>/src/i18n/catalogues/{locale}', include: ['src'], exclude: later },
    { path: '<rootDir>/src/i18n/catalogues/later/{locale}-later', include: later },
  ],
  format: formatter({ origins: true, lineNumbers: false }),
  orderBy: 'message',
})
