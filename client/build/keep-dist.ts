import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'

// The Go side embeds dist and must compile on a clean clone, so dist/.keep is
// committed; emptying dist before a build must not delete it.
export function keepDist(): Plugin {
  let outDir = ''
  return {
    name: 'palabre:keep-dist',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    async closeBundle() {
      await writeFile(join(outDir, '.keep'), '')
    },
  }
}
