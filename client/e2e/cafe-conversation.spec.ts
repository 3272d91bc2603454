import { Board } from './fixtures/board.ts'
import { expect, test } from './fixtures/index.ts'
import { comeIn, joins, plansMeeting } from './fixtures/meeting.ts'
import { controls, opensPapers, papers } from './fixtures/papers.ts'
import type { Person } from './fixtures/person.ts'
import { beginsRound, proposesRound, told, toldInOrder } from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'
import { closesMic, hearsOnly, opensMic } from './fixtures/voices.ts'

/** What is read aloud to somebody who goes to a table and comes back. */
const aloud = [
  /^Bientôt\s: Groupe 1, avec Benoît/,
  /^Vous êtes dans\s: Groupe 1, avec Benoît/,
  /^On écrit en silence\s: Ce qui nous manque/,
  /^Un vote est ouvert\s: Par quoi commençons-nous\?/,
  /^Le vote est fermé\s: Par quoi commençons-nous\?/,
  /^Awa visite votre groupe\./,
  /^L’animation dit à tous les groupes\s: Encore cinq minutes, doucement\./,
  /^On revient bientôt en plénière\. Terminez votre idée\./,
  /^Tout le monde est de retour en plénière\./,
] as const

const prompt = 'Ce qui nous manque'
const cards = ['Du répit', 'Une relève', 'Un local chauffé'] as const
const question = 'Par quoi commençons-nous?'

test('un café-conversation à deux tables: annoncées, chacune s’entend seule, écrit et vote à part, et rien ne s’en perd', async ({
  arrives,
  server,
}) => {
  test.setTimeout(300_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa, {
    mode: 'open',
    phases: [
      { id: 'p1', title: 'Accueil', kind: 'plenary', minutes: 4 },
      { id: 'p2', title: 'Aux tables', kind: 'plenary', minutes: 25 },
      { id: 'p3', title: 'Récolte', kind: 'plenary', minutes: 5 },
    ],
  })
  const people: Person[] = []
  for (const [i, name] of ['Benoît Exemple', 'Chantal Fictive', 'Dieudonné Inventé'].entries()) {
    const person = await arrives(name)
    await joins(server, awa, meeting.community, person, `membre${i}@example.org`)
    people.push(person)
  }
  const [benoit, chantal, dieudonne] = people as [Person, Person, Person]
  await comeIn(meeting, awa, ...people)
  const estelle = await Seat.takes(server, awa, meeting, 'Estelle Imaginée')
  const farid = await Seat.takes(server, awa, meeting, 'Farid Supposé')
  const drawer = awa.page.getByRole('region', { name: 'Sous-groupes', exact: true }).last()
  const mine = (person: Person) => person.page.getByRole('region', { name: 'Sous-groupes' }).first()
  const moves = async (name: string, to: RegExp) => {
    await drawer.getByRole('button', { name: `Déplacer ${name}`, exact: true }).click()
    await awa.page.getByRole('menuitem', { name: to }).click()
  }

  await test.step('Awa forme deux tables à la main, annonce à chaque personne la sienne, puis les ouvre', async () => {
    await awa.button('Animation').click()
    await awa.button('Former des sous-groupes').click()
    await drawer.getByRole('button', { name: /Comment se forment les groupes/ }).click()
    await awa.page.getByRole('option', { name: 'À la main' }).click()
    await drawer.getByRole('button', { name: /Taille des groupes/ }).click()
    await awa.page.getByRole('option', { name: 'Trois par trois' }).click()
    await awa.button('Voir la proposition').click()
    for (const name of ['Benoît', 'Chantal', 'Farid']) await moves(name, /^Vers\s: Groupe 1$/)
    for (const name of ['Dieudonné', 'Estelle']) await moves(name, /^Vers\s: Groupe 2$/)
    // Nobody sees a proposal but who facilitates, until she announces it; then each sees her own group.
    await expect(mine(benoit)).toBeHidden()
    expect(farid.view.coming).toBeUndefined()
    await awa.button('Annoncer à chaque personne son groupe').click()
    const soon = (person: Person) => person.page.getByRole('region', { name: 'Votre sous-groupe, bientôt' })
    await expect(soon(benoit)).toContainText(/Bientôt\s: Groupe 1.*Chantal, Farid/)
    await expect(soon(dieudonne)).toContainText(/Bientôt\s: Groupe 2.*Estelle/)
    await expect(soon(dieudonne)).not.toContainText('Benoît')
    await told(benoit, /Bientôt\s*: Groupe 1, avec Chantal, Farid/)
    await told(chantal, /Bientôt/)
    await awa.button('Ouvrir les groupes').click()
    await expect(mine(benoit)).toContainText('Groupe 1')
    await expect(mine(benoit)).toContainText('Chantal')
    await expect(mine(dieudonne)).toContainText('Groupe 2')
    await expect(mine(dieudonne)).toContainText('Estelle')
    await expect(mine(awa)).toContainText('Vous êtes en plénière')
    await told(benoit, /Vous êtes dans\s*: Groupe 1, avec Chantal/)
  })

  await test.step('le son est par table: qui parle à l’une n’est pas entendu à l’autre', async () => {
    // All but one have their microphone open: what is not heard, the server holds back.
    await closesMic(chantal)
    for (const one of [awa, benoit, dieudonne]) await opensMic(one)
    await Promise.all([
      hearsOnly(chantal, 1),
      hearsOnly(benoit, 0),
      hearsOnly(dieudonne, 0),
      hearsOnly(awa, 0),
    ])
  })

  await test.step('chaque table a son tableau: l’autre ne le voit pas', async () => {
    const board = new Board(benoit.page)
    await board.isReady()
    await board.draws('Rectangle', [0.3, 0.3], [0.5, 0.5])
    await new Board(chantal.page).has(1)
    await new Board(dieudonne.page).has(0)
  })

  await test.step('une table écrit en silence et pose ses cartes sur son tableau; l’autre n’en voit rien', async () => {
    await chantal.button('Autres choix').click()
    await chantal.page.getByRole('menuitem', { name: 'Écrire et choisir' }).click()
    await chantal.button('Écrire en silence').click()
    await papers(chantal).getByRole('textbox', { name: 'La question à laquelle on écrit' }).fill(prompt)
    await chantal.button('Ouvrir l’écriture').click()
    await told(chantal, /On écrit en silence\s*: Ce qui nous manque/)
    await farid.writes(cards[0])
    for (const [person, text] of [
      [benoit, cards[1]],
      [chantal, cards[2]],
    ] as const) {
      await (await opensPapers(person)).getByRole('textbox', { name: 'Votre carte' }).fill(text)
      await papers(person).getByRole('button', { name: 'Ajouter la carte' }).click()
      await expect(papers(person)).toContainText(text)
    }
    await expect(papers(benoit)).not.toContainText(cards[2])
    await chantal.button('Poser les cartes sur « Groupe 1 »').click()
    for (const text of cards) await expect(papers(benoit)).toContainText(text)
    await farid.until('all the cards', ({ sheets = {} }) => Object.values(sheets)[0]?.cards?.length === 3)
    expect(estelle.view.sheets ?? {}).toEqual({})
  })

  await test.step('elle vote à part: trois voix, que l’autre table ne compte pas', async () => {
    await chantal.button('Préparer un vote').click()
    await controls(chantal).getByRole('textbox', { name: 'La question du vote' }).fill(question)
    await controls(chantal)
      .getByRole('textbox', { name: 'Les options, une par ligne' })
      .fill('Le répit\nLa relève')
    await chantal.button('Préparer ce vote').click()
    await chantal.button('Ouvrir le vote').click()
    await told(chantal, /Un vote est ouvert\s*: Par quoi commençons-nous/)
    await farid.votes(({ options = [] }) => ({ dots: { [options[0]?.id ?? '']: 3 } }))
    await papers(benoit).getByRole('button', { name: 'Mettre un point : Le répit' }).click()
    await papers(benoit).getByRole('button', { name: 'Voter', exact: true }).click()
    await expect(papers(benoit)).toContainText(/Ont voté\s: 2 sur 3/)
    await chantal.button('Fermer le vote').click()
    await expect(papers(benoit).getByRole('list', { name: 'Résultat' })).toContainText('4 points')
    await told(chantal, /Le vote est fermé/)
    expect(estelle.view.polls ?? {}).toEqual({})
  })

  await test.step('elle tient sa propre ronde: Benoît y a le bâton, et l’autre table n’en sait rien', async () => {
    await proposesRound(chantal, 'Que garde notre table?')
    await expect(chantal.button('Fermer la rencontre')).toHaveCount(0)
    await beginsRound(chantal, [benoit])
    await benoit.button('Prendre le bâton').click()
    await chantal.sees(/Benoît tient le bâton/)
    await Promise.all([
      hearsOnly(chantal, 1),
      hearsOnly(benoit, 0),
      hearsOnly(dieudonne, 0),
      hearsOnly(awa, 0),
    ])
    expect(estelle.view.round).toBeUndefined()
    await chantal.button('Terminer la ronde').click()
    await chantal.page.getByRole('dialog').getByRole('button', { name: 'Terminer', exact: true }).click()
    await chantal.sees('La ronde est terminée.')
    await opensMic(benoit) // a round that ends opens nothing again
  })

  await test.step('une table appelle; Awa la visite et l’entend; elle dit un mot à toutes', async () => {
    await mine(benoit).getByRole('button', { name: 'Appeler l’animation' }).click()
    await expect(drawer.getByText('Benoît appelle')).toBeVisible()
    await drawer.getByRole('listitem', { name: 'Groupe 1' }).getByRole('button', { name: 'Visiter' }).click()
    await expect(mine(awa)).toContainText('Vous visitez')
    await Promise.all([hearsOnly(awa, 1), hearsOnly(chantal, 2), hearsOnly(dieudonne, 0)])
    await told(chantal, /Awa visite votre groupe/)
    await drawer
      .getByRole('textbox', { name: 'Un mot à tous les groupes' })
      .fill('Encore cinq minutes, doucement.')
    await awa.button('Dire à tous les groupes').click()
    await told(chantal, /L’animation dit à tous les groupes/)
    await expect(mine(dieudonne)).toContainText('Encore cinq minutes, doucement.')
    await drawer.getByRole('button', { name: 'Quitter ce groupe' }).click()
    await Promise.all([hearsOnly(awa, 0), hearsOnly(chantal, 1)])
  })

  await test.step('l’autre table a terminé: elle revient plus tôt, la première continue', async () => {
    await mine(dieudonne).getByRole('button', { name: 'Revenir plus tôt' }).click()
    await mine(dieudonne).getByRole('button', { name: 'Le groupe a terminé' }).click()
    await expect(mine(dieudonne)).toContainText('Vous êtes en plénière')
    await expect(drawer.getByRole('listitem', { name: 'Groupe 2' })).toContainText('revenu en plénière')
    await expect(mine(chantal)).toContainText('Groupe 1')
    await Promise.all([hearsOnly(dieudonne, 1), hearsOnly(awa, 1)])
  })

  await test.step('le retour est annoncé; ensuite tout le monde s’entend, et les deux tableaux sont là', async () => {
    await awa.button('Ramener tout le monde dans 60 s').click()
    await expect(mine(dieudonne)).toContainText(/On revient dans \d+\ss/)
    await told(chantal, /On revient bientôt en plénière/)
    await awa.button('Revenir maintenant').click()
    await expect(mine(dieudonne)).toBeHidden()
    await told(dieudonne, /Tout le monde est de retour en plénière/)
    await told(chantal, /Tout le monde est de retour en plénière/)
    await toldInOrder(chantal, aloud)
    await Promise.all([hearsOnly(dieudonne, 2), hearsOnly(chantal, 3)])
    await dieudonne.button(/^Tableau/).click()
    await dieudonne.page.getByRole('radio', { name: 'Groupe 1' }).click()
    await new Board(dieudonne.page).has(1)
    // What a table wrote and chose is everyone's now.
    await estelle.until('the cards of the other table', ({ sheets = {} }) =>
      Object.values(sheets).some((one) =>
        cards.every((text) => one.cards?.some((card) => card.text === text)),
      ),
    )
    await estelle.until('its vote', ({ polls = {} }) => Object.values(polls)[0]?.question === question)
  })

  await test.step('le compte rendu a les deux tableaux, les cartes et le vote', async () => {
    await awa.button('Fermer la rencontre').click()
    await awa.page
      .getByRole('dialog')
      .getByRole('button', { name: /Fermer/ })
      .click()
    const documents = () => awa.asks('GET', `/api/meetings/${meeting.id}`).then((one) => one.documents ?? [])
    await expect.poll(async () => (await documents()).length, { timeout: 30_000 }).toBe(1)
    const [{ id }] = await documents()
    const { html } = await awa.asks('GET', `/api/documents/${id}`)
    for (const there of ['Groupe 1', 'Groupe 2', question, ...cards]) expect(html).toContain(there)
  })
  for (const seat of [estelle, farid]) {
    expect(seat.faults).toEqual([])
    seat.goes()
  }
})
