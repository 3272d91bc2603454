import { Gallery } from './fixtures/gallery.ts'
import { expect, test } from './fixtures/index.ts'

test('répéter un scénario seule, avec des sièges simulés, plus vite que le temps réel', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const { page } = awa
  const gallery = new Gallery()
  // What seats do is drawn by lot: of this draw, the first to whom the stick is held out takes it.
  await page.route('**/rehearsal', (route) =>
    route.continue({ postData: { ...route.request().postDataJSON(), seed: 1 } }),
  )
  await awa.signsInBy(server.firstLink)
  const { id: community } = await awa.asks('POST', '/api/communities', { name: 'CDP du Fjord', kind: 'CDP' })
  await page.goto(`/c/${community}/rencontres/nouvelle`)
  await expect(page.getByRole('radio', { name: /^Rencontre mensuelle/ })).toBeChecked()
  await page.getByText('Tour de table', { exact: true }).click()
  await expect(awa.button(/^La ronde/)).toBeVisible()

  await test.step('elle ouvre la répétition et commence; les autres arrivent d’eux-mêmes', async () => {
    await awa.button('Répéter').click()
    await awa.button('Jusqu’au prochain changement').click()
    await awa.button('Jusqu’au prochain changement').click()
    await awa.button('Commencer la rencontre').click()
    await awa.sees(/Étape 1 sur 4/)
    await awa.sees('On entend : Vous.')
    await expect(page.getByRole('list', { name: /^Cercle/ }).getByText('Alix')).toBeVisible()
  })

  await test.step('en silence, on n’entend personne', async () => {
    await awa.button('Étape suivante').click()
    await awa.sees(/Étape 2 sur 4/)
    await awa.sees('On n’entend personne.')
  })

  await test.step('la ronde se fait d’elle-même: chaque siège prend le bâton à son tour, un seul est entendu', async () => {
    await awa.button('Étape suivante').click()
    await awa.button('Commencer la ronde').click()
    await awa.button('Jusqu’au prochain changement').click()
    await gallery.shows(awa, 'repetition', { window: true, dark: true })
    await awa.sees('On entend : Alix.')
    await page.getByText('×60', { exact: true }).click()
    await expect(awa.button('Prendre le bâton')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('radio', { name: 'Arrêt' })).toBeChecked()
  })

  await test.step('une étape ne change pas pendant la ronde, et la salle dit pourquoi', async () => {
    await awa.button('Étape suivante').click()
    await awa.sees(/^Une ronde est en cours/)
  })

  await test.step('son tour venu, elle prend le bâton et le transmet; la ronde se termine', async () => {
    await awa.button('Prendre le bâton').click()
    await awa.sees('On entend : Vous.')
    await awa.button('Transmettre').click()
    await page.getByText('×60', { exact: true }).click()
    await expect(page.getByRole('log').getByText('La ronde est terminée.')).toBeVisible({ timeout: 30_000 })
  })

  await test.step('elle termine: rien n’en reste nulle part', async () => {
    await awa.button('Terminer la répétition').click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    const after = (await awa.asks('GET', `/api/communities/${community}`)) as {
      meetings: unknown[]
      documents: unknown[]
      boards: unknown[]
    }
    expect([after.meetings, after.documents, after.boards]).toEqual([[], [], []])
    expect(server.log).not.toMatch(/ses_repetition/)
  })
  expect(gallery.faults).toEqual([])
})
