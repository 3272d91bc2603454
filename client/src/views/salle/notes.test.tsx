import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { CloseDialog } from './Asking.tsx'
import { Inside, sessionOf } from './inside.test-env.tsx'
import { Notes } from './Notes.tsx'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

// The next follow-up went silently to the person of the one before, who may be « Une personne » in the minutes.
test('a follow-up given to a person warns that she may not be named, and the next one is the group’s again', async () => {
  const user = userEvent.setup({ delay: null })
  const inside = new Inside(sessionOf())
  inside.shows(<Notes onClose={() => {}} />)
  await user.click(screen.getByRole('radio', { name: 'Décisions et suivis' }))
  await user.click(screen.getByRole('radio', { name: 'Suivi' }))
  expect(screen.queryByText(/sinon il dit/)).toBeNull()
  await user.click(screen.getByRole('button', { name: /Qui/ }))
  await user.click(screen.getByRole('option', { name: 'Benoît Exemple' }))
  expect(screen.getByText(/sinon il dit « Une personne »/)).toBeVisible()
  await user.type(screen.getByRole('textbox', { name: 'Ce qui est à faire' }), 'Inviter une direction')
  await user.click(screen.getByRole('button', { name: 'Ajouter' }))
  const [added] = inside.asked('record.add')
  expect(added?.a).toMatchObject({ kind: 'follow_up', who: 'b', text: 'Inviter une direction' })
  inside.says({ t: 'ok', r: 'ses_1', n: added?.n ?? 0, seq: 2 })
  await waitFor(() => expect(screen.getByRole('button', { name: /Le groupe/ })).toBeVisible())
  await user.type(screen.getByRole('textbox', { name: 'Ce qui est à faire' }), 'Relire')
  await user.click(screen.getByRole('button', { name: 'Ajouter' }))
  expect(inside.asked('record.add').at(-1)?.a).not.toHaveProperty('who')
})

test('whoever closes a meeting reads first who will read what it leaves', () => {
  new Inside(sessionOf()).shows(<CloseDialog open onClose={() => {}} />)
  expect(screen.getByRole('dialog')).toHaveTextContent(/tous les membres de la communauté, y compris/)
})
