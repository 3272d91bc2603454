/** Where to sign in so as to come back to `path` afterwards. */
export function signInPath(path: string): string {
  return path === '/' ? '/connexion' : `/connexion?suite=${encodeURIComponent(path)}`
}

/**
 * The path to come back to, read from the address of the sign-in page. Anything that is not
 * a path of this site is left out: a link must not lead elsewhere through us.
 */
export function returnPath(search: string): string | undefined {
  const path = new URLSearchParams(search).get('suite')
  if (path === null || !/^\/(?![/\\])/.test(path) || /[\\\s]/.test(path)) return undefined
  return path
}

/** The secret that a link carries after `#`, where no server log sees it. */
export function secretOf(hash: string): string | undefined {
  const secret = hash.replace(/^#/, '')
  return secret === '' ? undefined : secret
}
