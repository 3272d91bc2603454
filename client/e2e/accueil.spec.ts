import { Board } from './fixtures/board.ts'
import { expect, test } from './fixtures/index.ts'
import { joins, plansScenario } from './fixtures/meeting.ts'
import { closesVote, opensPapers, opensVote, papers, stands, writesFor } from './fixtures/papers.ts'
import type { Person } from './fixtures/person.ts'
import { animation, isAt, told } from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'
import { hearsOnly, opensMic } from './fixtures/voices.ts'

const others = [
  'Chantal Fictive',
  'Dieudonné Inventé',
  'Estelle Imaginée',
  'Farid Supposé',
  'Gisèle Rêvée',
  'Hamid Modèle',
  'Inès Exemple',
  'Jocelyn Fictif',
  'Kadiatou Inventée',
  'Léo Imaginé',
] as const

const sentence = 'Nous gardons pour nous ce qui est dit ici.'
const themes = ['Le deuil', 'La relève', 'Les appuis'] as const
const role = 'Benoît prend les notes jusqu’en janvier.'
const asks = ['Je repars plus appuyée ou appuyé', 'Ce que je garde…'] as const

test('First meeting: douze personnes et une au téléphone; la parole offerte une fois à chacune, une charte votée, des thèmes classés', async ({
  arrives,
  server,
}) => {
  test.setTimeout(300_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansScenario(server, awa, 'RA', 13)
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  for (const one of [awa, benoit]) {
    await one.comesIn(meeting.id, { listed: true })
    await one.isIn()
  }
  const seats: Seat[] = []
  for (const name of others) seats.push(await Seat.takes(server, awa, meeting, name))
  const next = async (title: string) => {
    await awa.button(/^(Étape suivante|Commencer)$/).click()
    await isAt(title, awa, benoit)
  }
  /** Goes once round all thirteen; answers whose turns came to the screens, in any order. */
  const goesRound = async (hears: (listener: Person) => Promise<unknown>): Promise<string[]> => {
    const offered: string[] = []
    await awa.button('Proposer la ronde').click()
    for (const seat of seats) seat.answers()
    await awa.button('Commencer la ronde').click()
    const benoitSpeaks = async () => {
      for (let turn = 0; turn < 2; turn++) {
        const voice = benoit.page.getByRole('group', { name: /^C’est à (vous|Rosa Inventée)$/ })
        await expect(voice).toBeVisible({ timeout: 60_000 })
        const whose = (await voice.getAttribute('aria-label')) ?? ''
        offered.push(whose)
        if (whose.includes('Rosa')) await told(benoit, /C’est à Rosa Inventée, que vous portez/, 'assertive')
        await benoit.button('Prendre le bâton').click()
        await awa.sees(whose.includes('Rosa') ? /Rosa tient le bâton/ : /Benoît tient le bâton/)
        await hears(awa)
        await benoit.button('Transmettre').click()
      }
    }
    const awaSpeaks = async () => {
      await expect(awa.page.getByRole('group', { name: 'C’est à vous' })).toBeVisible({ timeout: 120_000 })
      offered.push('Awa')
      await awa.button('Prendre le bâton').click()
      await hears(benoit)
      await awa.button('Transmettre').click()
    }
    await Promise.all([benoitSpeaks(), awaSpeaks()])
    await awa.sees('La ronde est terminée.')
    for (const seat of seats) seat.rests()
    return offered.sort()
  }
  const everyone = ['Awa', 'C’est à Rosa Inventée', 'C’est à vous']

  await test.step('Rosa est au téléphone: Benoît porte sa voix, elle a son siège', async () => {
    await animation(awa)
    await awa.button('Ajouter un siège de voix relais').click()
    await awa.page.getByRole('textbox', { name: 'Son nom' }).fill('Rosa Inventée')
    await awa.page.getByRole('button', { name: /Qui porte sa voix/ }).click()
    await awa.page.getByRole('option', { name: 'Benoît Exemple' }).click()
    await awa.button('Ajouter ce siège').click()
    await expect(awa.seat('Rosa')).toHaveAccessibleName(/voix relais/)
    await expect(awa.page.getByRole('list', { name: /^Cercle/ }).getByRole('listitem')).toHaveCount(13)
  })

  await test.step('l’essai technique et la communauté: tout le monde, puis l’animation seule est entendue', async () => {
    await next('Essai technique')
    for (const one of [awa, benoit]) await opensMic(one)
    await hearsOnly(awa, 1)
    await next('La communauté')
    await opensMic(awa)
    await hearsOnly(benoit, 1)
    await hearsOnly(awa, 0)
  })

  await test.step('les portraits: treize personnes ont le bâton une fois, Rosa par la voix de Benoît', async () => {
    await next('Portraits')
    expect(await goesRound((listener) => hearsOnly(listener, 1))).toEqual(everyone)
    expect(seats.map(({ name, offers }) => [name, offers.length])).toEqual(others.map((name) => [name, 1]))
    expect(seats.flatMap(({ faults }) => faults)).toEqual([])
  })

  await test.step('la charte s’écrit sur son tableau', async () => {
    await next('Notre charte')
    // The phase brings its own board to everyone.
    const board = new Board(benoit.page)
    await board.isReady()
    await board.writes(sentence)
  })

  await test.step('la charte est votée: tout le monde peut vivre avec', async () => {
    await next('Vote de la charte')
    await opensVote(awa, 'Consentement')
    await Promise.all([
      ...seats.map((seat) => seat.votes({ stance: 'agree' })),
      stands(benoit, 'D’accord').then(() => stands(benoit, 'D’accord', { as: 'Rosa' })),
      stands(awa, 'D’accord'),
    ])
    await closesVote(awa, 13, 13)
    await writesFor(benoit, 'vous')
    await expect(papers(benoit)).toContainText('Consentement donné : aucune objection ne demeure.')
  })

  await test.step('après la pause, quatre groupes disent leurs besoins, chacun sur son tableau', async () => {
    await next('Pause')
    await next('Attentes')
    await awa.button('Voir la proposition').click()
    await awa.button('Ouvrir les groupes').click()
    const sizes = await Promise.all(
      seats.map((seat) => seat.until('her group', ({ group }) => group?.members.length)),
    )
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(3)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4)
    await awa.button('Ramener tout le monde dans 60 s').click()
    await awa.button('Revenir maintenant').click()
    for (const seat of seats) await seat.until('the plenary again', ({ group }) => group === undefined)
  })

  await test.step('les thèmes: écrits en silence, mêlés, puis classés', async () => {
    await next('Proposer des thèmes')
    await awa.button('Écrire en silence').click()
    await awa.button('Ouvrir l’écriture').click()
    await Promise.all(themes.map((theme, i) => seats[i]?.writes(theme)))
    await awa.button(/^Poser les cartes sur/).click()
    await next('Regrouper les thèmes')
    await benoit.sees(themes[0])
    await next('Classer les thèmes')
    await opensVote(awa, 'Mise en ordre', ['Les appuis', 'Le deuil', 'La relève'])
    // All would have grief first and what comes after us second.
    await Promise.all(
      seats.map((seat) =>
        seat.votes(({ options = [] }) => ({
          rank: themes.flatMap((theme) => options.filter(({ text }) => text === theme).map(({ id }) => id)),
        })),
      ),
    )
    await closesVote(awa, 10, 13)
    const rows = papers(benoit).getByRole('list', { name: 'Résultat' }).last().getByRole('listitem')
    for (const [i, theme] of themes.entries()) await expect(rows.nth(i)).toContainText(theme)
  })

  await test.step('les rôles et le calendrier: la main levée, la parole donnée, et ce qui est convenu est noté', async () => {
    await next('Rôles et calendrier')
    await benoit.button(/^Demander la parole/).click()
    await awa.button('Donner la parole à Benoît').click()
    await opensMic(benoit)
    await hearsOnly(awa, 1)
    const board = new Board(benoit.page)
    await board.isReady()
    await awa.button('Notes').click()
    await awa.page.getByRole('radio', { name: 'Décisions et suivis' }).click()
    await awa.page.getByRole('textbox', { name: 'Ce que nous décidons' }).fill(role)
    await awa.button('Ajouter').click()
    await awa.sees(role)
    await animation(awa)
  })

  await test.step('une petite pause: aucun son ne part', async () => {
    await next('Petite pause')
    await benoit.sees('Pause. Votre siège vous attend.')
    await hearsOnly(awa, 0)
  })

  await test.step('la ronde de clôture: les treize ont le bâton encore une fois', async () => {
    await next('Ronde de clôture')
    expect(await goesRound(async () => {})).toEqual(everyone)
    expect(seats.map(({ name, offers }) => [name, offers.length])).toEqual(others.map((name) => [name, 2]))
    expect(seats.flatMap(({ faults }) => faults)).toEqual([])
  })

  await test.step('le sondage: répondu en silence, lu sans nom', async () => {
    await next('Sondage')
    await opensVote(awa, 'Petit sondage', asks)
    await Promise.all(
      seats.map((seat) =>
        seat.votes(({ asks: asked = [] }) => ({
          answers: Object.fromEntries(
            asked.map(({ id, kind }) => [id, kind === 'own' ? { own: 'Le courage' } : { scale: 5 }]),
          ),
        })),
      ),
    )
    const mine = await opensPapers(benoit)
    await mine.getByRole('radiogroup', { name: asks[0] }).getByText('5', { exact: true }).click()
    await mine.getByRole('button', { name: 'Voter', exact: true }).click()
    await expect(mine).toContainText('Votre vote est gardé')
    await closesVote(awa, 11, 13)
    await expect(mine).toContainText(/5 : 11/)
    await expect(mine).toContainText('Le courage')
  })

  await test.step('la rencontre se ferme: la charte votée et les thèmes classés sont au compte rendu', async () => {
    await awa.button('Fermer la rencontre').click()
    await awa.page.getByRole('dialog').getByRole('button', { name: 'Fermer la rencontre' }).click()
    await awa.page.getByRole('link', { name: 'Lire le compte rendu' }).click()
    const sheet = awa.page.getByRole('article')
    for (const there of ['Est-ce que je peux vivre avec cette charte', role, asks[0]])
      await expect(sheet).toContainText(there)
    // A board in words is folded: it is there all the same.
    const text = ((await sheet.textContent()) ?? '').replace(/\s+/g, ' ')
    expect(text).toContain(sentence)
    const places = themes.map((theme) => text.lastIndexOf(theme))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })
  for (const seat of seats) seat.goes()
})
