import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { Refused } from '../../api/client.ts'
import { Enter, Rules } from '../antichambre/Antichambre.tsx'
import { EntryRefused } from './Ends.tsx'
import type { Entry } from './entry.ts'
import { AtDoor } from './Outside.tsx'

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

// Somebody who came late saw « vous ouvre dans un instant » for two hours.
test('a door that is closed for the meeting says until when, and that those who facilitate know', () => {
  const until = new Date(2026, 11, 1, 10, 40).getTime()
  const words = shows(<AtDoor entry={entry} until={until} />)
  expect(words).toMatch(/La porte est fermée pendant cette rencontre, qui finit vers 10\sh\s40\./)
  expect(words).not.toContain('dans un instant')
})

test('the antechamber names her too, to guests alone', () => {
  const enter = (one: Entry) => shows(<Enter entry={one} read onEnter={() => undefined} />)
  expect(enter(entry)).toContain('Odile Exemple, à l’animation, vous ouvrira.')
  const member = { ...entry, you: { ...entry.you, role: 'member' as const, guest: false } }
  expect(enter(member)).not.toContain('ouvrira')
})

// Nobody was told that members who did not come read the draft and the boards.
test('the antechamber says who will read what the meeting leaves, in both modes', () => {
  for (const mode of ['confidential', 'open'] as const) {
    const words = shows(<Rules entry={{ ...entry, mode }} read={false} onRead={() => undefined} />)
    expect(words).toMatch(
      /compte rendu et les tableaux seront ouverts à tous les membres de la communauté, y compris les membres qui n’y étaient pas/,
    )
    expect(words).toContain('Ils ne le seront pas aux personnes invitées, ni à l’extérieur.')
  }
})

// A guest followed a letter to a door that « does not exist »: only her own link leads her in.
test('the door tells one who is not known there to open her own link again', () => {
  const refused = (code: string) =>
    shows(
      <EntryRefused
        error={new Refused({ code, fr: 'Cette page n’existe pas.', en: 'No such page.', status: 404 })}
        retry={() => undefined}
      />,
    )
  expect(refused('not_found')).toContain('Rouvrez le lien du premier courriel')
  expect(refused('not_found')).not.toContain('n’existe pas')
  expect(refused('cancelled')).toContain('Cette page n’existe pas.')
})
