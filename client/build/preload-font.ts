import type { Plugin } from 'vite'

// Preloads the roman latin face, the one every screen starts with; its name is
// hashed by the build, so index.html cannot say it by hand.
export function preloadFont(): Plugin {
  return {
    name: 'palabre:preload-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const face = Object.keys(bundle ?? {}).find((name) => /next-latin-wght-normal-.*\.woff2$/.test(name))
        if (!face) throw new Error('the roman latin face is not in the bundle')
        return [
          {
            tag: 'link',
            attrs: { rel: 'preload', href: `/${face}`, as: 'font', type: 'font/woff2', crossorigin: '' },
            injectTo: 'head',
          },
        ]
      },
    },
  }
}
