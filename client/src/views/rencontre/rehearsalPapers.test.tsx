import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Phase } from './plan.ts'
import { RehearsalPapers } from './RehearsalPapers.tsx'
import type { Rehearsed } from './rehearsal.ts'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })
vi.setConfig({ testTimeout: 30_000 })

const phase = { id: 'QT3', title: 'En paires', kind: 'groups', minutes: 2 } as Phase

function shows(view: object) {
  const does = vi.fn()
  const told = { view } as unknown as Rehearsed
  render(
    <I18nProvider i18n={i18n}>
      <RehearsalPapers told={told} phase={phase} does={does} />
    </I18nProvider>,
  )
  return does
}

// Simulated seats had nothing to write on and no vote to cast: the rehearsal passed over those steps.
test('each group is given a sheet of its own, once', async () => {
  const does = shows({ groups: { set: 'g', groups: { 'g-1': { n: 1 }, 'g-2': { n: 2 } } } })
  await userEvent.click(screen.getByRole('button', { name: 'Faire écrire chaque groupe en silence' }))
  expect(does.mock.calls[0]?.map(({ args }) => args.group)).toEqual(['g-1', 'g-2'])
  expect(screen.queryByRole('button', { name: 'Faire écrire chaque groupe en silence' })).toBeNull()
})

test('what groups wrote is shown as one lot when they have come back', async () => {
  const sheet = { order: 1, phase: 'QT2', unsigned: true, life: 'open', done: 2, of: 2 }
  const does = shows({ sheets: { f1: { ...sheet, group: 'g-1' }, f2: { ...sheet, order: 2, group: 'g-2' } } })
  await userEvent.click(screen.getByRole('button', { name: 'Montrer les cartes' }))
  expect(does.mock.calls[0]?.[0]).toMatchObject({ name: 'cards.reveal', args: { sheet: 'f1', with: ['f2'] } })
})
