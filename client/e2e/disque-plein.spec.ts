import { execFileSync } from 'node:child_process'
import { showsBoard } from './fixtures/board.ts'
import { expect, test } from './fixtures/index.ts'
import { plansMeeting } from './fixtures/meeting.ts'
import type { Person } from './fixtures/person.ts'
import type { Server } from './fixtures/server.ts'

const writes = async (person: Person, words: string) => {
  await person.page.getByRole('textbox', { name: 'Votre message' }).fill(words)
  await person.page.getByRole('textbox', { name: 'Votre message' }).press('Enter')
}

const message = (person: Person, words: string) =>
  person.page.getByRole('list', { name: 'Messages' }).getByText(words)

test('le disque se remplit: l’écran le dit, rien n’est dit enregistré à tort, et tout reprend', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const chantal = await arrives('Chantal Fictive', { viewport: { width: 1440, height: 900 } })
  await chantal.signsInBy(meeting.guestLink)
  await awa.comesIn(meeting.id)
  await chantal.comesIn(meeting.id)
  await awa.button('Ouvrir').click()
  await chantal.isIn()
  const [hers, guests] = await showsBoard(awa, chantal)
  await guests.draws('Rectangle', [0.2, 0.2], [0.4, 0.4])
  await hers.has(1)

  roomOnDisk(server, false)
  await guests.draws('Rectangle', [0.5, 0.5], [0.7, 0.7])
  for (const person of [awa, chantal]) await person.sees(readOnly)
  // The gesture stays before her eyes, said not to be kept; nobody else has it.
  await guests.isNotSaved()
  await guests.has(2)
  await hers.has(1)
  await expect(hers.saved()).toBeVisible()
  // Neither closing the board nor losing the page loses it: it is on her device.
  await chantal.button('Fermer le tableau').click()
  await chantal.button('Tableau').click()
  await guests.has(2)
  await guests.isNotSaved()
  await chantal.page.reload()
  await chantal.isIn()
  await guests.has(2)
  await guests.isNotSaved()
  // What was there is still read.
  await awa.page.reload()
  await awa.isIn()
  await awa.sees(readOnly)

  await awa.button('Clavardage').click()
  await writes(awa, 'Est-ce que ceci passe?')
  // The words come back to their author, and nobody else has them.
  await expect(awa.page.getByRole('textbox', { name: 'Votre message' })).toHaveValue('Est-ce que ceci passe?')
  await expect(message(awa, 'Est-ce que ceci passe?')).toBeHidden()

  roomOnDisk(server, true)
  const isOver = (person: Person) =>
    expect(person.page.getByText(readOnly).filter({ visible: true })).toHaveCount(0, { timeout: 40_000 })
  await isOver(awa)
  await awa.page.getByRole('textbox', { name: 'Votre message' }).press('Enter')
  await expect(message(awa, 'Est-ce que ceci passe?')).toBeVisible()
  // What could not be kept went by itself.
  await expect(guests.saved()).toBeVisible()
  await expect(guests.notSaved()).toBeHidden()
  await isOver(chantal)
  await guests.has(2)
  await hers.has(2)
  await chantal.page.reload()
  await chantal.isIn()
  await guests.has(2)
})

/** What the server says then, in the banner and where a gesture was refused. */
const readOnly = /espace de rangement est plein/

/** Limits what the server may write, as a disk without room does; or takes the limit away. */
function roomOnDisk(server: Server, there: boolean): void {
  execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${there ? 'unlimited' : '4096'}:unlimited`])
}
