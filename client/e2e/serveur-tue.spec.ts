import { showsBoard } from './fixtures/board.ts'
import { Cable } from './fixtures/cable.ts'
import { expect, test } from './fixtures/index.ts'
import { joins, plansMeeting } from './fixtures/meeting.ts'
import type { Person } from './fixtures/person.ts'
import { animation, beginsRound, holds, isOffered, proposesRound, timeLeft } from './fixtures/round.ts'

const hesitates = 'La liaison hésite. On garde votre place et vos mots.'
const found = 'Connexion retrouvée. Rien n’a été perdu.'

const messages = (person: Person) =>
  person.page.getByRole('list', { name: 'Messages' }).getByRole('listitem').allTextContents()

const writes = async (person: Person, words: string) => {
  await person.page.getByRole('textbox', { name: 'Votre message' }).fill(words)
  await person.page.getByRole('textbox', { name: 'Votre message' }).press('Enter')
}

test('le serveur meurt au milieu d’une ronde et d’un trait: tout le monde revient, rien de confirmé ne manque', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const benoit = await arrives('Benoît Exemple')
  const chantal = await arrives('Chantal Fictive')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  await chantal.signsInBy(meeting.guestLink)
  await awa.comesIn(meeting.id)
  await benoit.comesIn(meeting.id)
  await chantal.comesIn(meeting.id)
  await awa.button('Ouvrir').click()
  for (const person of [awa, benoit, chantal]) await person.isIn()

  // A board for all, with a first shape that everybody has.
  const [hers, guests] = await showsBoard(awa, chantal)
  await guests.draws('Rectangle', [0.2, 0.2], [0.4, 0.4])
  await hers.has(1)

  // A round: Benoît holds the stick.
  await animation(awa)
  await proposesRound(awa, 'Qu’est-ce qui vous amène?')
  await beginsRound(awa, [benoit, chantal, awa])
  await isOffered(benoit)
  await benoit.button('Prendre le bâton').click()
  await holds(benoit)
  await awa.sees(/Benoît tient le bâton/)
  await benoit.button('Clavardage').click()
  for (const [n, words] of ['un', 'deux', 'trois'].entries()) {
    await writes(benoit, `Note ${words}`)
    // One after the other, as one writes: while a message is on its way, the next one stays in the field.
    await expect.poll(async () => (await messages(benoit)).length).toBe(n + 1)
  }
  const confirmed = await messages(benoit)

  // The power goes out with a pencil on the paper and words on their way.
  await guests.draws('Crayon', [0.5, 0.3], [0.7, 0.6], () => server.killHard())
  await writes(benoit, 'Note quatre, partie sans réponse')
  for (const person of [awa, benoit, chantal]) await person.sees(hesitates)
  await chantal.sees('Gardé sur cet appareil, envoyé dès le retour du réseau.')
  await expect(guests.saved()).toBeHidden()

  await server.restart()
  for (const person of [awa, benoit, chantal]) await person.sees(found)
  await holds(benoit)
  await expect(benoit.button('Transmettre')).toBeVisible()
  for (const person of [awa, chantal]) {
    await person.sees(/Benoît tient le bâton/)
    await expect(person.button('Transmettre')).toBeHidden()
    await expect(person.button('Prendre le bâton')).toBeHidden()
  }
  // Her time was kept: most of the ninety seconds is left, and told in words.
  await expect(benoit.page.getByText(timeLeft).first()).toBeVisible()
  await guests.isReady()
  await hers.has(2)
  await expect(guests.saved()).toBeVisible()
  await expect.poll(() => messages(benoit)).toEqual([...confirmed, expect.stringContaining('Note quatre')])

  // And the round goes on: the stick passes to the next, by her own gesture.
  await benoit.button('Transmettre').click()
  await isOffered(chantal)
})

test('la liaison d’une personne tombe quinze secondes: son siège, sa main et son tour l’attendent, et l’écran le dit', {
  tag: '@attente',
}, async ({ arrives, server }) => {
  const cable = await Cable.lay()
  try {
    const awa = await arrives('Awa Modèle')
    const meeting = await plansMeeting(server, awa)
    const benoit = await arrives('Benoît Exemple', { proxy: cable.proxy })
    await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
    await awa.comesIn(meeting.id)
    await benoit.comesIn(meeting.id)
    await benoit.isIn()

    // A hand raised in open talk stays up.
    await benoit.button('Lever la main').click()
    await expect(awa.seat('Benoît')).toHaveAccessibleName(/main levée/)
    await pulled(cable, benoit, () => expect(awa.seat('Benoît')).toHaveAccessibleName(/en suspens/))
    await expect(awa.seat('Benoît')).not.toHaveAccessibleName(/en suspens/)
    await expect(benoit.button('Baisser la main').first()).toBeVisible()
    await expect(awa.seat('Benoît')).toHaveAccessibleName(/main levée/)
    await benoit.button('Baisser la main').first().click()

    // She holds the stick, and her line drops for fifteen seconds: it waits for her, and her time too.
    await animation(awa)
    await proposesRound(awa, 'Qu’est-ce qui vous amène?')
    await beginsRound(awa, [benoit, awa])
    await isOffered(benoit)
    await benoit.button('Prendre le bâton').click()
    await holds(benoit)
    await pulled(cable, benoit, () => awa.sees(/Bâton en suspens, on attend Benoît/), 15_000)
    await holds(benoit)
    await expect(benoit.button('Transmettre')).toBeVisible()
    await awa.sees(/Benoît tient le bâton/)
    await expect(benoit.page.getByText(timeLeft).first()).toBeVisible()
  } finally {
    cable.end()
  }
})

/** Pulls her cable until her page and the other's say so, and for `ms` at least; then both say that it is over. */
async function pulled(cable: Cable, person: Person, others: () => Promise<unknown>, ms = 0): Promise<void> {
  cable.pull()
  await person.sees(/La liaison hésite|Reconnexion en cours/)
  await others()
  await cable.hasBeenOut(ms)
  await person.sees(/La liaison hésite|Reconnexion en cours/)
  cable.putBack()
  await person.sees(found)
}
