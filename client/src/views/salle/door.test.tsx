import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { Enter } from '../antichambre/Antichambre.tsx'
import type { Entry } from './entry.ts'
import { AtDoor } from './Salle.tsx'

const entry: Entry = {
  meeting: {
    id: 'm1',
    community: 'c1',
    community_name: 'CDP du Nord',
    title: 'Première rencontre',
    starts_at: '2026-12-01T14:00:00Z',
    zone: 'America/Montreal',
    minutes: 90,
    mode: 'confidential',
    status: 'planned',
    my_role: 'guest',
  },
  community: { id: 'c1', name: 'CDP du Nord' },
  mode: 'confidential',
  charter: [],
  host: 'Odile Exemple',
  you: { id: 'g1', name: 'Rosalie Invitée', role: 'guest', guest: true },
  opens_at: '2026-12-01T13:45:00Z',
  open: true,
  closed: false,
  room: 'ses_m1',
}

function shows(page: ReactNode) {
  i18n.loadAndActivate({ locale: 'fr', messages: {} })
  const { unmount } = render(<I18nProvider i18n={i18n}>{page}</I18nProvider>)
  const words = document.body.textContent
  unmount()
  return words
}

// « L’animation » told a guest nothing of whom she was waiting for.
test('the door names who will open it, and says the function when nobody can be named', () => {
  const { host: _, ...unnamed } = entry
  expect(shows(<AtDoor entry={entry} />)).toContain(
    'Odile Exemple, à l’animation, vous ouvre dans un instant.',
  )
  expect(shows(<AtDoor entry={unnamed} />)).toContain('L’animation vous ouvre dans un instant.')
})

test('the antechamber names her too, to guests alone', () => {
  const enter = (one: Entry) => shows(<Enter entry={one} read onEnter={() => undefined} />)
  expect(enter(entry)).toContain('Odile Exemple, à l’animation, vous ouvrira.')
  const member = { ...entry, you: { ...entry.you, role: 'member' as const, guest: false } }
  expect(enter(member)).not.toContain('ouvrira')
})
