type Rules = { createHTML: (html: string) => string | null }
type Factory = { createPolicy: (name: string, rules: Rules) => unknown }

/**
 * React Aria empties its announcer by giving an element empty HTML. Under « require-trusted-types-for 'script' » that throws,
 * and takes the page with it: nothing at all is the only HTML that passes unnamed.
 */
export function allowEmptying(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: Factory }
  trustedTypes?.createPolicy('default', { createHTML: (html) => (html === '' ? '' : null) })
}
