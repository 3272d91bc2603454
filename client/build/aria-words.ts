import type { Plugin } from 'vite'

const file = /react-aria\/dist\/private\/intl\/overlays\/fr-FR\.m?js$/

/** React Aria's hidden button at the ends of what opens over a page, in the words that the page itself has. */
export function wordsOf(source: string): string {
  if (!source.includes('Rejeter')) throw new Error('React Aria calls its hidden button something else now')
  return source.replace('Rejeter', 'Fermer')
}

// « Rejeter » would be to refuse; what the button does is to close, and it has no other way to be named.
export function ariaWords(): Plugin {
  return {
    name: 'palabre:aria-words',
    enforce: 'pre',
    transform: { filter: { id: file }, handler: (source) => wordsOf(source) },
  }
}
