import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Toasts } from '../../ui/Toast.tsx'
import { changed, copied, type Phase, removed } from './plan.ts'
import { useUndo } from './useUndo.ts'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })
vi.setConfig({ testTimeout: 60_000 })

const step = (id: string): Phase => ({ id, title: id, kind: 'plenary', minutes: 10 })

function Plan() {
  const [phases, onChange] = useState<Phase[]>([step('a'), step('b')])
  const { does, say } = useUndo({ phases, onChange, origin: undefined, onOrigin: () => {} })
  const retitled = (title: string) =>
    does({ phases: changed(phases, 'b', { title }), words: 'b est changée', of: 'b/title', typed: true })
  return (
    <>
      <output>{phases.map(({ title, minutes }) => `${title} ${minutes}`).join(', ')}</output>
      <input
        aria-label="titre"
        value={phases[1]?.title ?? ''}
        onChange={({ target }) => retitled(target.value)}
        onBlur={say}
      />
      <button
        type="button"
        onClick={() =>
          does({
            phases: changed(phases, 'a', { minutes: (phases[0]?.minutes ?? 0) + 1 }),
            words: 'a est plus longue',
            of: 'a/minutes',
          })
        }
      >
        plus long
      </button>
      <button type="button" onClick={() => does({ phases: copied(phases, 'b', 'c'), words: 'b est copiée' })}>
        copier
      </button>
      <button type="button" onClick={() => does({ phases: removed(phases, 'c'), words: 'c est retirée' })}>
        retirer
      </button>
    </>
  )
}

const shown = () => screen.getByRole('status').textContent
const presses = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }, { timeout: 20_000 }))

test('each change can be taken back, the last one first said, a burst of them as one', async () => {
  render(
    <I18nProvider i18n={i18n}>
      <Toasts>
        <Plan />
      </Toasts>
    </I18nProvider>,
  )
  await presses('copier')
  await screen.findByText('b est copiée', {}, { timeout: 20_000 })
  await presses('retirer')
  await screen.findByText('c est retirée')
  await presses('Annuler')
  expect(shown()).toBe('a 10, b 10, b 10')
  await presses('retirer')

  for (let n = 0; n < 3; n++) await presses('plus long')
  expect(shown()).toBe('a 13, b 10')
  await screen.findByText('a est plus longue', {}, { timeout: 5_000 })
  await presses('Annuler')
  expect(shown()).toBe('a 10, b 10')

  await userEvent.type(screen.getByRole('textbox'), 'is')
  expect(shown()).toBe('a 10, bis 10')
  expect(screen.queryByText('b est changée')).toBeNull()
  await userEvent.tab()
  await screen.findByText('b est changée')
  await presses('Annuler')
  expect(shown()).toBe('a 10, b 10')
})
