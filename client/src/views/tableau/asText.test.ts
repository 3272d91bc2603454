import { expect, test } from 'vitest'
import { asText } from './asText.ts'

test('an outline keeps its depth and its lines as text', () => {
  expect(
    asText([
      {
        kind: 'heading',
        text: 'Nos gestes',
        children: [
          { kind: 'note', text: 'Écouter\nsans corriger' },
          { kind: 'note', text: 'Noter', children: [] },
        ],
      },
      { kind: 'rest', text: 'Et deux dessins' },
    ]),
  ).toBe('- Nos gestes\n  - Écouter\n    sans corriger\n  - Noter\n- Et deux dessins')
  expect(asText([])).toBe('')
})
