/** `auto` follows the device; the two others are the reader's own choice. */
export type Theme = 'auto' | 'light' | 'dark'

const remembered = 'palabre.theme'

/** The theme kept on this device, `auto` when none is or when storage is refused. */
export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(remembered)
    return kept === 'light' || kept === 'dark' ? kept : 'auto'
  } catch {
    return 'auto'
  }
}

/** Shows a theme at once, on the whole page. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** Shows a theme and keeps it on this device. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    localStorage.setItem(remembered, theme)
  } catch {
    // Without storage the choice lasts for this visit.
  }
}
