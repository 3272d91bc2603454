import '@excalidraw/excalidraw/index.css'

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string | string[]
  }
}

// Fonts come from dist/fonts. This must be said before the module is evaluated,
// which is why the editor is only ever reached through here, by import().
window.EXCALIDRAW_ASSET_PATH = '/'

/** The editor's module, fetched when a board opens: about 350 kB, never on the first screen. */
export const excalidraw = import('@excalidraw/excalidraw')
