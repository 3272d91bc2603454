import type { Schema } from '../../api/client.ts'

/** The outline as plain text, a line each, two spaces deeper for what stands under. */
export function asText(nodes: readonly Schema<'OutlineNode'>[], depth = 0): string {
  return nodes
    .map((node) => {
      const indent = '  '.repeat(depth)
      const own = node.text
        .split('\n')
        .map((line, index) => (index === 0 ? `${indent}- ${line}` : `${indent}  ${line}`))
        .join('\n')
      const under = node.children ?? []
      return under.length > 0 ? `${own}\n${asText(under, depth + 1)}` : own
    })
    .join('\n')
}
