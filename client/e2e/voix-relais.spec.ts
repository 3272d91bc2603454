import { Gallery } from './fixtures/gallery.ts'
import { expect, test } from './fixtures/index.ts'
import { joins, plansMeeting } from './fixtures/meeting.ts'
import { rules } from './fixtures/round.ts'

// Somebody on the telephone had no seat at the centre and no vote, for want of a button on the screen of whoever carries her.
test('voix relais: un siège du bocal et un scrutin secret, au nom de Rosa et par la main de Benoît', async ({
  arrives,
  server,
}) => {
  test.setTimeout(420_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa, { mode: 'open' })
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  for (const person of [awa, benoit]) {
    await person.comesIn(meeting.id, { listen: true })
    await person.isIn()
  }
  await awa.button('Animation').click()
  const gallery = new Gallery()
  const papers = benoit.page.getByRole('complementary', { name: 'Écrire et choisir' })

  await awa.button('Ajouter un siège de voix relais').click()
  await awa.page.getByRole('textbox', { name: 'Son nom' }).fill('Rosa Inventée')
  await awa.page.getByRole('button', { name: /Qui porte sa voix/ }).click()
  await awa.page.getByRole('option', { name: 'Benoît Exemple' }).click()
  await awa.button('Ajouter ce siège').click()

  await test.step('au bocal, Benoît l’assoit et laisse son siège', async () => {
    await rules(awa, 'Bocal')
    await benoit.button('Un siège au centre pour Rosa').click()
    await benoit.sees(/Rosa est dans le cercle du centre/)
    await gallery.shows(benoit, 'salle-voix-relais-bocal', { window: true, dark: true })
    await benoit.button('Laisser le siège de Rosa').click()
    await expect(benoit.button('Un siège au centre pour Rosa')).toBeVisible()
    await gallery.shows(benoit, 'salle-voix-relais-autour', { window: true })
  })

  await test.step('au scrutin secret, chaque bulletin est à qui il est', async () => {
    await awa.button('Préparer un vote').click()
    await awa.page.getByRole('button', { name: /La sorte de vote/ }).click()
    await awa.page.getByRole('option', { name: 'Scrutin secret' }).click()
    await awa.page.getByRole('textbox', { name: 'La question du vote' }).fill('Qui apporte le récit?')
    await awa.page.getByRole('textbox', { name: 'Les options, une par ligne' }).fill('Au sort\nQui veut')
    await awa.button('Préparer ce vote').click()
    await awa.button('Ouvrir le vote').click()
    await benoit.button('Voter').first().click()
    await papers.getByRole('radio', { name: 'Au sort' }).press('Space')
    await papers.getByRole('button', { name: 'Voter', exact: true }).click()
    await expect(papers).toContainText('Votre vote est gardé')
    await papers.getByRole('radio', { name: 'Pour Rosa' }).press('Space')
    await papers.getByRole('radio', { name: 'Qui veut' }).press('Space')
    await gallery.shows(benoit, 'salle-voix-relais-vote', { window: true, dark: true })
    await papers.getByRole('button', { name: 'Voter pour Rosa' }).click()
    await expect(papers).toContainText('Le vote de Rosa est gardé')
    await papers.getByRole('radio', { name: 'Pour vous' }).press('Space')
    await expect(papers.getByRole('radio', { name: 'Au sort' })).toBeChecked()
  })

  await test.step('son temps de parole se lit dans le panneau des personnes, pour le lui dire', async () => {
    await benoit.button('Fermer le panneau').click()
    await benoit.button('Personnes').click()
    await benoit.sees(/Temps de parole de Rosa Inventée aujourd’hui/)
    const hers = benoit.page.getByRole('region', { name: 'Voix que je porte' })
    await gallery.shows(benoit, 'salle-voix-relais-personnes', { window: true, of: hers })
  })
  expect(gallery.faults, gallery.faults.join('\n')).toEqual([])
})
