import { spawnSync } from 'node:child_process'
import { expect, test } from './fixtures/index.ts'
import { comeIn, joins, plansMeeting } from './fixtures/meeting.ts'
import { controls, papers } from './fixtures/papers.ts'
import type { Person } from './fixtures/person.ts'
import { Seat } from './fixtures/seat.ts'

const question = 'Qui portera la parole du groupe?'
const objection = 'Il manque quelqu’un de la région.'
const secretCard = 'Je me sens dépassée le lundi'
const sentence = 'On repart moins seules.'

async function picks(lead: Person, label: RegExp, choice: string): Promise<void> {
  await controls(lead).getByRole('button', { name: label }).click()
  await lead.page.getByRole('option', { name: choice }).click()
}

test('un scrutin secret, un consentement, des cartes sans nom et une récolte: ce qui reste, et qui ne se sait pas', async ({
  arrives,
  server,
}) => {
  test.setTimeout(360_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa, { mode: 'open' })
  const people: Person[] = []
  for (const [i, name] of ['Benoît Exemple', 'Chantal Fictive'].entries()) {
    const person = await arrives(name)
    await joins(server, awa, meeting.community, person, `membre${i}@example.org`)
    people.push(person)
  }
  await comeIn(meeting, awa, ...people)
  const [benoit, chantal] = people as [Person, Person]
  const dieudonne = await Seat.takes(server, awa, meeting, 'Dieudonné Inventé')
  await awa.button('Animation').click()

  await test.step('Awa prépare un scrutin secret et l’ouvre; il s’annonce à tout le monde', async () => {
    await awa.button('Préparer un vote').click()
    await picks(awa, /La sorte de vote/, 'Scrutin secret')
    await controls(awa).getByRole('textbox', { name: 'La question du vote' }).fill(question)
    await controls(awa).getByRole('textbox', { name: 'Les options, une par ligne' }).fill('Benoît\nChantal')
    await awa.button('Préparer ce vote').click()
    await awa.button('Ouvrir le vote').click()
    await expect.poll(async () => (await benoit.said('polite')).join()).toMatch(/Un vote est ouvert/)
  })

  await test.step('on vote au clavier ou à la souris; chacune voit combien, personne ne voit qui', async () => {
    await dieudonne.votes(({ options = [] }) => ({ choice: options[0]?.id ?? '' }))
    for (const person of people) {
      await person.button('Voter').first().click()
      const radio = papers(person).getByRole('radio', { name: 'Chantal' })
      await radio.focus()
      await radio.press('Space')
      await papers(person).getByRole('button', { name: 'Voter', exact: true }).press('Enter')
      await expect(papers(person)).toContainText('Votre vote est gardé')
    }
    await expect(controls(awa)).toContainText(/Ont voté\s: 3 sur 4/)
    await expect(papers(benoit)).toContainText(/Ont voté\s: 3 sur 4/)
    expect(ballotsKept(server.folder)).toBeGreaterThan(0)
  })

  await test.step('le vote se ferme: des sommes pour tout le monde', async () => {
    await awa.button('Fermer le vote').click()
    for (const person of people) {
      const rows = papers(person).getByRole('list', { name: 'Résultat' }).getByRole('listitem')
      await expect(rows.nth(0)).toContainText('Chantal')
      await expect(rows.nth(0)).toContainText('2 voix')
      await expect(rows.nth(1)).toContainText('1 voix')
    }
  })

  await test.step('un consentement avec une objection dite', async () => {
    await awa.button('Préparer un vote').click()
    await picks(awa, /La sorte de vote/, 'Consentement')
    await controls(awa).getByRole('textbox', { name: 'La question du vote' }).fill('On adopte ce calendrier?')
    await awa.button('Préparer ce vote').click()
    await awa.button('Ouvrir le vote').click()
    const agrees = papers(benoit).getByRole('radio', { name: /^D’accord/ })
    await agrees.focus()
    await agrees.press('Space')
    await papers(benoit).getByRole('button', { name: 'Voter', exact: true }).click()
    const objects = papers(chantal).getByRole('radio', { name: /^Objection/ })
    await objects.focus()
    await objects.press('Space')
    await papers(chantal).getByRole('textbox', { name: 'Votre objection' }).fill(objection)
    await papers(chantal).getByRole('button', { name: 'Voter', exact: true }).click()
    await expect(controls(awa)).toContainText(/Ont voté\s: 2 sur 4/)
    await awa.button('Fermer le vote').click()
    await expect(papers(benoit)).toContainText('une objection demeure')
    await expect(papers(benoit)).toContainText(objection)
  })

  await test.step('des cartes sans nom: rien avant, toutes ensemble après', async () => {
    await awa.button('Écrire en silence').click()
    await controls(awa).getByRole('textbox', { name: 'La question à laquelle on écrit' }).fill('Ce qui pèse')
    await awa.button('Ouvrir l’écriture').click()
    await dieudonne.writes('La route')
    for (const [person, text] of [
      [benoit, 'Trop de courriels'],
      [chantal, secretCard],
    ] as const) {
      await papers(person).getByRole('textbox', { name: 'Votre carte' }).fill(text)
      await papers(person).getByRole('button', { name: 'Ajouter la carte' }).click()
      await papers(person).getByRole('button', { name: 'J’ai terminé' }).click()
    }
    await expect(controls(awa)).toContainText(/Ont terminé\s: 3 sur 4/)
    await expect(papers(benoit).getByText(secretCard)).toBeHidden()
    await awa.button('Montrer les cartes ici').click()
    await expect(papers(benoit).getByText(secretCard)).toBeVisible()
    await expect(papers(benoit).getByRole('region', { name: 'Ce qui pèse' })).not.toContainText('Chantal')
  })

  await test.step('chacune offre sa phrase; la signée paraît avec son nom', async () => {
    await papers(chantal).getByRole('textbox', { name: 'Ma phrase' }).fill(sentence)
    // Nothing is chosen for her: she says who will read it.
    await papers(chantal).getByText('La communauté', { exact: true }).click()
    await papers(chantal).getByRole('button', { name: 'Offrir cette phrase' }).click()
    await expect(papers(benoit).getByRole('region', { name: 'Récolte' })).toContainText(sentence)
  })

  await test.step('le compte rendu a les votes et la récolte, et le journal ne sait pas qui a choisi quoi', async () => {
    await awa.button('Fermer la rencontre').click()
    await awa.page.getByRole('dialog').getByRole('button', { name: 'Fermer la rencontre' }).click()
    await awa.page.getByRole('link', { name: 'Lire le compte rendu' }).click()
    const sheet = awa.page.getByRole('article')
    await expect(sheet).toContainText('Votes')
    await expect(sheet).toContainText('Qui portera la parole du groupe')
    await expect(sheet).toContainText('Récolte')
    await expect(sheet).toContainText(sentence)
    // Nowhere in what the server keeps does a ballot remain: neither its choice nor whose it is.
    await expect.poll(() => ballotsKept(server.folder), { timeout: 30_000 }).toBe(0)
  })
  expect(dieudonne.faults).toEqual([])
  dieudonne.goes()
})

/** How many ballots can still be read in the server's files. */
function ballotsKept(folder: string): number {
  // With nothing found it ends with 1.
  const { stdout } = spawnSync('grep', ['-rao', '"ballot":{"choice', folder], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line !== '').length
}
