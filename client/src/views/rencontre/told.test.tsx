import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { PlanEditorProps } from './PlanEditor.tsx'
import type { Phase } from './plan.ts'
import { Advices } from './Told.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })

// Ten members were told that it ends at 1 h 35: a round too short was said first, and the overrun no more.
test('that the run goes beyond its announced length stays, with its button, beside another advice', async () => {
  const phases: Phase[] = [{ id: 'r', title: 'Ronde des besoins', kind: 'stick', minutes: 20, turn_s: 240 }]
  const planned = vi.fn()
  const props = { phases, planned: 15, seats: 10, onPlanned: planned } as unknown as PlanEditorProps
  render(
    <I18nProvider i18n={i18n}>
      <Advices {...props} onName={vi.fn()} onPause={vi.fn()} onClosing={vi.fn()} />
    </I18nProvider>,
  )
  const [first, second, ...more] = screen.getAllByRole('status')
  expect(first?.textContent).toMatch(/dépasse de 5\smin la durée annoncée/)
  expect(second?.textContent).toMatch(/une ronde de 10 personnes demande 40\smin/)
  expect(more).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: /^Annoncer 20\smin$/ }))
  expect(planned).toHaveBeenCalledWith(20)
})
