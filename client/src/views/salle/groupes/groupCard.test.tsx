import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { GroupsLed } from '../../../session/together.ts'
import { Inside, sessionOf } from '../inside.test-env.tsx'
import { GroupCard } from './GroupCard.tsx'

// Roles are slow to look for on a machine that does other things.
vi.setConfig({ testTimeout: 30_000 })

const user = userEvent.setup({ delay: null })

function card() {
  const group = { group: 's-1', members: ['b', 'c'], visitors: [] }
  const led = { set: 's', state: 'open', groups: { 's-1': group } } as unknown as GroupsLed
  const inside = new Inside(
    sessionOf({
      cast_all: [
        { part: 'client', title: 'Cliente ou client', group: 's-1', member: 'b' },
        { part: 'client', title: 'Cliente ou client', group: 's-2' },
      ],
    }),
  )
  inside.shows(<GroupCard id="s-1" group={group as never} led={led} />)
  return inside
}

test('who facilitates names a group', async () => {
  const inside = card()
  await user.click(screen.getByRole('button', { name: 'Renommer Groupe 1' }))
  const box = screen.getByRole('textbox', { name: 'Son nom' })
  await user.clear(box)
  await user.type(box, 'Table du fleuve')
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Renommer' }))
  expect(inside.asked('groups.title').at(-1)?.a).toEqual({ group: 's-1', title: 'Table du fleuve' })
})

// The parts of a small group (its client, its host) were on no screen of those who facilitate.
test('who facilitates sees who plays what in each group, and gives it', async () => {
  const inside = card()
  const parts = screen.getByRole('list', { name: 'Rôles du scénario' })
  expect(within(parts).getAllByRole('listitem')).toHaveLength(1)
  expect(parts).toHaveTextContent(/Cliente ou client.*Benoît/)
  await user.click(within(parts).getByRole('button', { name: 'Confier ce rôle : Cliente ou client' }))
  const others = await screen.findAllByRole('menuitem')
  expect(others).toHaveLength(1)
  await user.click(others[0] as HTMLElement)
  expect(inside.asked('cast.give').at(-1)?.a).toEqual({ part: 'client', group: 's-1', member: 'c' })
})
