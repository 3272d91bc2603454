import { Board } from './fixtures/board.ts'
import { expect, test } from './fixtures/index.ts'
import { comeIn, joins, plansScenario } from './fixtures/meeting.ts'
import { closesVote, opensPapers, opensVote, papers, stands } from './fixtures/papers.ts'
import type { Person } from './fixtures/person.ts'
import { animation, beginsRound, holds, isAt, isOffered } from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'
import { hearsOnly, opensMic } from './fixtures/voices.ts'

const situation = 'Dire non sans fermer la porte'
const request = 'Aidez-moi à trouver trois phrases.'
const objection = 'Deux suffiront en vingt-cinq minutes.'

test('un codéveloppement à six: du choix du sujet aux apprentissages, et qui est entendu à chaque étape', async ({
  arrives,
  server,
}) => {
  test.setTimeout(300_000)
  const awa = await arrives('Awa Modèle')
  // The library's own scenario, unfolded for six people, makes the run of show.
  const meeting = await plansScenario(server, awa, 'CD', 6, { mode: 'open' })
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  const chantal = await arrives('Chantal Fictive')
  await joins(server, awa, meeting.community, chantal, 'chantal@example.org')
  await comeIn(meeting, awa, benoit, chantal)
  const seats: Seat[] = []
  for (const name of ['Dieudonné Inventé', 'Estelle Imaginée', 'Farid Supposé'])
    seats.push(await Seat.takes(server, awa, meeting, name))
  await animation(awa)

  const titles = meeting.phases.map(({ title }) => title)
  let at = 0
  const next = async () => {
    await awa.button(/^(Étape suivante|Commencer)$/).click()
    await isAt(titles[at++] ?? '', awa, benoit)
  }
  const ends = async () => {
    await awa.button('Terminer la ronde').click()
    const sure = awa.page.getByRole('dialog').getByRole('button', { name: 'Terminer', exact: true })
    await sure.click()
    await expect(awa.button('Terminer la ronde')).toBeHidden()
  }
  const chantalAsks = async () => {
    await awa.button('Proposer la ronde').click()
    await beginsRound(awa, [chantal])
    await isOffered(chantal)
    await chantal.button('Prendre le bâton').click()
    await holds(chantal)
  }
  const speaks = async (person: Person) => {
    await expect(person.page.getByRole('group', { name: 'C’est à vous' })).toBeVisible({ timeout: 120_000 })
    await person.button('Prendre le bâton').click()
    await person.button('Transmettre').click()
  }

  await test.step('on fait le tour des situations, chacune à son tour', async () => {
    await next()
    await awa.button('Proposer la ronde').click()
    for (const seat of seats) seat.answers()
    await awa.button('Commencer la ronde').click()
    await Promise.all([awa, benoit, chantal].map(speaks))
    await awa.sees('La ronde est terminée.')
    expect(seats.map(({ offers, faults }) => [offers.length, faults])).toEqual(seats.map(() => [1, []]))
    for (const seat of seats) seat.rests()
  })

  await test.step('on en choisit une par vote; Benoît devient le client', async () => {
    await next()
    await opensVote(awa, 'Vote par points', [situation, 'La relève'])
    await opensPapers(chantal)
    await papers(chantal)
      .getByRole('button', { name: `Mettre un point : ${situation}` })
      .click()
    await papers(chantal).getByRole('button', { name: 'Voter', exact: true }).click()
    await expect(papers(chantal)).toContainText('Votre vote est gardé')
    await closesVote(awa, 1, 6)
    await expect(papers(chantal).getByRole('list', { name: 'Résultat' })).toContainText('1 point')
    const part = awa.page.getByRole('region', { name: 'Rôles du scénario' })
    await part.getByRole('button', { name: /Confier ce rôle/ }).click()
    await awa.page.getByRole('menuitem', { name: 'Benoît' }).click()
    await expect(part).toContainText('Benoît')
  })

  await test.step('il expose: lui seul est entendu, et chacune le lit', async () => {
    await next()
    await chantal.sees(/Une seule personne est entendue\s: Benoît\./)
    await benoit.sees(/Une seule personne est entendue\s: vous\./)
    await opensMic(benoit)
    // Nobody else can even open hers.
    for (const person of [awa, chantal])
      await expect(person.button('Micro fermé')).toHaveAttribute('aria-disabled', 'true')
    await Promise.all([hearsOnly(awa, 1), hearsOnly(chantal, 1), hearsOnly(benoit, 0)])
  })

  await test.step('qui tient le bâton questionne, et il répond: deux voix, jamais trois', async () => {
    await next()
    await chantalAsks()
    await opensMic(benoit)
    await Promise.all([hearsOnly(awa, 2), hearsOnly(chantal, 1), hearsOnly(benoit, 1)])
    await ends()
  })

  await test.step('il demande, sur le tableau du contrat; lui seul est entendu', async () => {
    await next()
    const board = new Board(benoit.page)
    await board.isReady()
    await board.writes(request)
    await hearsOnly(awa, 1)
  })

  await test.step('le groupe consent: une objection se dit à tout le monde, puis est levée', async () => {
    await next()
    await opensVote(awa, 'Consentement')
    await Promise.all(seats.map((seat) => seat.votes({ stance: 'agree' })))
    await stands(chantal, 'Objection', { why: objection })
    const his = await opensPapers(benoit)
    await expect(his).toContainText(objection)
    await stands(chantal, 'D’accord')
    await expect(his).not.toContainText(objection)
    await closesVote(awa, 4, 6)
    await expect(his).toContainText(/Consentement donné\s: aucune objection ne demeure\./)
  })

  await test.step('les pistes se disent sans lui: il écoute, et n’est pas entendu', async () => {
    await next()
    await chantalAsks()
    await Promise.all([hearsOnly(awa, 1), hearsOnly(benoit, 1), hearsOnly(chantal, 0)])
    const order = await seats[0]?.until('the round', ({ round }) => round?.order)
    expect(order).toHaveLength(5)
    await ends()
  })

  await test.step('le plan s’écrit en silence, puis il le dit seul', async () => {
    await next()
    await benoit.sees(/Silence\s: le son de personne ne part/)
    await Promise.all([awa, benoit, chantal].map((person) => hearsOnly(person, 0)))
    await next()
    await opensMic(benoit)
    await Promise.all([hearsOnly(awa, 1), hearsOnly(benoit, 0)])
  })

  await test.step('les apprentissages: il commence, puis tout le cercle', async () => {
    await next()
    expect(at).toBe(titles.length)
    await awa.button('Proposer la ronde').click()
    for (const seat of seats) seat.answers()
    await awa.button('Commencer la ronde').click()
    await isOffered(benoit)
    await Promise.all([awa, benoit, chantal].map(speaks))
    await awa.sees('La ronde est terminée.')
  })

  await test.step('le compte rendu dit le vote et les étapes', async () => {
    await awa.button('Fermer la rencontre').click()
    await awa.page.getByRole('dialog').getByRole('button', { name: 'Fermer la rencontre' }).click()
    await awa.page.getByRole('link', { name: 'Lire le compte rendu' }).click()
    const sheet = awa.page.getByRole('article')
    for (const there of [situation, request, 'Pouvons-nous répondre à cette demande'])
      await expect(sheet).toContainText(there)
    await expect(sheet).not.toContainText(objection)
    await expect(sheet).toContainText(titles.at(-1) ?? '')
  })
  expect(seats.flatMap(({ faults }) => faults)).toEqual([])
  for (const seat of seats) seat.goes()
})
