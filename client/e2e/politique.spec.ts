import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from './fixtures/index.ts'
import { plansMeeting } from './fixtures/meeting.ts'

const policy = readFileSync(resolve(import.meta.dirname, '../csp.txt'), 'utf8').trim()

test('la politique stricte est servie partout, et elle arrête ce qu’elle doit arrêter', async ({
  arrives,
  server,
}) => {
  for (const path of ['/', '/connexion', '/r/inconnue/salle', '/nulle-part', '/api/me', '/livez']) {
    const answer = await fetch(`${server.url}${path}`)
    expect(answer.headers.get('content-security-policy'), path).toBeTruthy()
    expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff')
    if (answer.headers.get('content-type')?.startsWith('text/html')) {
      expect(answer.headers.get('content-security-policy'), path).toBe(policy)
      expect(await answer.text(), path).toContain('<html lang="fr')
    }
  }
  // A page that listens to a stranger's words would run this: the policy must stop it, and the probe must see that.
  const awa = await arrives('Awa Modèle')
  await awa.page.goto('/connexion')
  await awa.sees('Entrer dans Palabre')
  await awa.page.evaluate(() => {
    const script = document.createElement('script')
    try {
      script.textContent = 'window.stranger = true'
      document.body.append(script)
    } catch {
      // Trusted Types refuse the words themselves.
    }
    const picture = new Image()
    picture.src = 'https://example.org/pixel.png'
  })
  await expect
    .poll(() => awa.violations())
    .toEqual([expect.stringMatching(/trusted-types|script-src/), expect.stringMatching(/img-src/)])
  expect(await awa.page.evaluate(() => 'stranger' in window)).toBe(false)
  awa.errors.length = 0
  awa.foreign.length = 0
})

test('une rencontre entière sous la politique: aucune faute, aucune demande à une autre machine', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const seen: string[] = []
  // Every page of the way, and every bit of the program that it fetches.
  for (const path of [
    '/',
    '/profil',
    '/communautes',
    '/communautes/nouvelle',
    `/c/${meeting.community}`,
    `/c/${meeting.community}/rencontres/nouvelle`,
    `/r/${meeting.id}`,
    `/r/${meeting.id}/modifier`,
    '/composants',
  ]) {
    await awa.page.goto(path)
    await expect(awa.page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    seen.push(...(await awa.violations()))
  }
  await awa.comesIn(meeting.id, { camera: true })
  await awa.isIn()
  await awa.button('Tableau').click()
  await awa.button('Nouveau tableau').click()
  await awa.page.getByRole('textbox', { name: 'Son nom' }).fill('Carte des appuis')
  await awa.button('Ouvrir le tableau').click()
  const tools = awa.page.getByRole('toolbar', { name: 'Outils de dessin' })
  await tools.getByRole('button', { name: 'Ajouter un papillon' }).click()
  await expect(awa.page.locator('textarea:focus')).toBeVisible()
  await awa.page.keyboard.type('Écouter sans corriger')
  await awa.page.keyboard.press('Escape')
  await awa.page.getByText('Plan en texte', { exact: true }).click()
  await expect(awa.page.getByRole('region', { name: 'Plan en texte' })).toContainText('Écouter sans corriger')
  await awa.button('Réagir').click()
  await awa.page.getByRole('menuitem', { name: 'merci' }).click()
  for (const panel of ['Notes', 'Clavardage', 'Personnes']) {
    await awa.button(panel).click()
    await expect(awa.page.getByRole('heading', { level: 2, name: panel })).toBeVisible()
  }
  seen.push(...(await awa.violations()))
  expect(seen).toEqual([])
})
