import { circle, papers, part } from './fixtures/circle.ts'
import { expect, test } from './fixtures/index.ts'
import {
  animation,
  beginsRound,
  choosesRule,
  holds,
  isOffered,
  proposesRound,
  rules,
} from './fixtures/round.ts'

test('l’équipe, la parole et les sous-groupes: chaque panneau dessiné aux deux largeurs, sans faute', async ({
  arrives,
  server,
}) => {
  test.setTimeout(240_000)
  const { awa, benoit, dieudonne, estelle, draws, ends } = await circle(arrives, server)

  await test.step('l’équipe et sa relève', async () => {
    await awa.button('Personnes').click()
    await awa.button('Pour Chantal Fictive').click()
    await awa.page.getByRole('menuitem', { name: 'Confier la coanimation' }).click()
    await animation(awa)
    const team = part(awa, 'Équipe d’animation')
    await expect(team.getByRole('list', { name: 'Ordre de relève' })).toContainText('Chantal')
    await draws(awa, 'equipe', { of: team, dark: true })
  })

  await test.step('la parole: mains levées, puis bocal', async () => {
    await awa.button('Commencer').click()
    await choosesRule(awa, 'Mains levées')
    const floor = part(awa, 'La parole')
    await draws(awa, 'regle', { of: floor })
    await awa.button('Appliquer la règle').click()
    await dieudonne.does('hands.raise')
    await estelle.does('hands.raise')
    await expect(floor.getByText('n’a pas encore parlé')).toHaveCount(2)
    await draws(awa, 'parole', { of: floor })
    await expect(benoit.seat('Estelle')).toHaveAccessibleName(/main levée/)
    await draws(benoit, 'parole-cercle')
    await dieudonne.does('hands.lower')
    await estelle.does('hands.lower')
    await rules(awa, 'Bocal : quatre sièges et un libre')
    await dieudonne.does('floor.enter')
    await estelle.does('floor.enter')
    await expect(floor.getByText('Faire revenir')).toHaveCount(2)
    await draws(awa, 'bocal', { of: floor })
    await benoit.sees(/Vous écoutez\. 3 sièges sont libres/)
    await draws(benoit, 'bocal-cercle', { dark: true })
    await rules(awa, 'Parole libre')
  })

  await test.step('les sous-groupes: formés, proposés, ouverts', async () => {
    const groups = part(awa, 'Sous-groupes')
    await awa.button('Former des sous-groupes').click()
    await draws(awa, 'groupes-former', { of: groups })
    await groups.getByRole('button', { name: /Comment se forment les groupes/ }).click()
    await awa.page.getByRole('option', { name: 'Au hasard' }).click()
    await awa.button('Voir la proposition').click()
    await expect(awa.button('Ouvrir les groupes')).toBeVisible()
    await draws(awa, 'groupes-proposes', { of: groups })
    await groups.getByText('Un tableau pour chaque groupe').click()
    await awa.button('Ouvrir les groupes').click()
    const mine = benoit.page.getByRole('region', { name: 'Sous-groupes' }).first()
    await mine.getByRole('button', { name: 'Appeler l’animation' }).click()
    await expect(groups.getByText('Benoît appelle')).toBeVisible()
    await draws(awa, 'groupes-ouverts', { of: groups, dark: true })
    await draws(benoit, 'groupe', { dark: true })
    await awa.button('Ramener tout le monde dans 60 s').click()
    await awa.button('Revenir maintenant').click()
    await expect(mine).toBeHidden()
  })
  ends()
})

test('les votes, les cartes, le déroulement et la ronde: chaque panneau dessiné aux deux largeurs, sans faute', async ({
  arrives,
  server,
}) => {
  test.setTimeout(240_000)
  const { awa, benoit, draws, ends } = await circle(arrives, server)
  await awa.button('Commencer').click()

  await test.step('écrire et choisir: le vote préparé, ouvert, fermé; les cartes; la récolte', async () => {
    const controls = part(awa, 'Écrire et choisir')
    await awa.button('Préparer un vote').click()
    await controls.getByRole('textbox', { name: 'La question du vote' }).fill('Par quoi commençons-nous?')
    await controls
      .getByRole('textbox', { name: 'Les options, une par ligne' })
      .fill('L’accueil du lundi\nLe répit des proches\nLe transport vers la clinique de la ville voisine')
    await draws(awa, 'vote-preparer', { of: controls })
    await awa.button('Préparer ce vote').click()
    await awa.button('Ouvrir le vote').click()
    await benoit.button('Voter').first().click()
    await papers(benoit).getByRole('button', { name: 'Mettre un point : Le répit des proches' }).click()
    await draws(benoit, 'vote', { dark: true })
    await papers(benoit).getByRole('button', { name: 'Voter', exact: true }).click()
    await expect(controls).toContainText(/Ont voté\s: 1 sur/)
    await draws(awa, 'vote-ouvert', { of: controls, dark: true })
    await awa.button('Fermer le vote').click()
    await expect(papers(benoit).getByRole('list', { name: 'Résultat' })).toBeVisible()
    await draws(benoit, 'vote-resultat')
    await awa.button('Écrire en silence').click()
    await controls.getByRole('textbox', { name: 'La question à laquelle on écrit' }).fill('Ce qui pèse')
    await awa.button('Ouvrir l’écriture').click()
    await papers(benoit).getByRole('textbox', { name: 'Votre carte' }).fill('Trop de courriels')
    await papers(benoit).getByRole('button', { name: 'Ajouter la carte' }).click()
    // The card is there a moment before the field is empty again: its words are twice on the screen then.
    await expect(papers(benoit).getByRole('textbox', { name: 'Votre carte' })).toHaveValue('')
    await expect(papers(benoit).getByText('Trop de courriels')).toBeVisible()
    await draws(benoit, 'cartes', { of: papers(benoit).getByRole('region', { name: 'Ce qui pèse' }) })
    await draws(benoit, 'recolte', { of: papers(benoit).getByRole('region', { name: 'Récolte' }) })
    await benoit.button('Fermer le panneau').click()
  })

  await test.step('le déroulement: en retard, réajusté, en pause', async () => {
    for (let i = 0; i < 2; i++) await awa.button('+ 10 min').click()
    const replan = awa.page.getByRole('group', { name: 'Réajuster le déroulement' })
    await expect(replan).toBeVisible()
    await draws(awa, 'reajuster', { dark: true })
    await replan.getByRole('button', { name: 'Laisser ainsi' }).click()
    await awa.button('Pause de 5 minutes').click()
    await benoit.sees(/^Pause de la rencontre/)
    await draws(benoit, 'pause')
    await awa.button('Reprendre la rencontre').first().click()
  })

  await test.step('dans la ronde: une précision demandée, la cloche', async () => {
    await awa.button('Étape suivante').click()
    await proposesRound(awa, 'Qu’est-ce qui vous amène?')
    await beginsRound(awa, [benoit])
    await isOffered(benoit)
    await benoit.button('Prendre le bâton').click()
    await holds(benoit)
    await awa.page.keyboard.press('Escape')
    await awa.button('Demander une précision').click()
    await benoit.sees(/Awa aimerait une précision/)
    // Two lines stand above the circle: who holds the stick is seen under them, on a small telephone too.
    await draws(benoit, 'precision', { widths: [1280, 390, 375] })
    await benoit.button('Pas maintenant').click()
    await awa.button('Sonner la cloche').click()
    await expect(awa.page.getByRole('dialog')).toBeVisible()
    await draws(awa, 'cloche')
    await awa.page.getByRole('dialog').getByRole('button', { name: 'Sonner la cloche' }).click()
    const anyway = awa.button('Sonner quand même')
    if (await anyway.isVisible()) await anyway.click()
    await benoit.sees(/Awa a sonné la cloche/)
    await draws(benoit, 'cloche-cercle', { dark: true })
  })

  ends()
})
