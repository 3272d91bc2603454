import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { activate, preferredLocale } from './i18n/locale.ts'
import { allowEmptying } from './trusted-types.ts'
import { applyTheme, keptTheme } from './ui/theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

allowEmptying()
applyTheme(keptTheme())
await activate(preferredLocale(localStorage, navigator.languages))

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
