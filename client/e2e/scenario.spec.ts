import { Gallery } from './fixtures/gallery.ts'
import { expect, test } from './fixtures/index.ts'

const wrong = `id: Mauvais
title: {fr: Mauvais}
purpose: {fr: Un essai}
seats: {from: 2, to: 8, for: 6}
minutes: 10
rows:
  - id: A
    title: {fr: Ouverture}
    kind: danse
    minutes: 10
    rule: {kind: open}
`

test('planifier à partir d’un scénario, le changer, le garder dans la communauté, et en reprendre un fichier', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const { page } = awa
  const gallery = new Gallery()
  let community = ''

  await test.step('elle fonde une communauté dans un réseau et ouvre la page de planification', async () => {
    await awa.signsInBy(server.firstLink)
    const { id } = (await awa.asks('POST', '/api/communities', {
      name: 'CDP du Fjord',
      kind: 'CDP',
      network: 'Regroupement imaginaire',
    })) as { id: string }
    community = id
    await page.goto(`/c/${community}/rencontres/nouvelle`)
    await expect(page.getByRole('radio', { name: /^Rencontre mensuelle/ })).toBeChecked()
  })

  await test.step('elle choisit le codéveloppement, dont les étapes paraissent', async () => {
    await page.getByText('Codéveloppement', { exact: true }).click()
    await expect(awa.button(/^Clarifications/)).toBeVisible()
    await expect(awa.button(/^Les pistes/)).toBeVisible()
    await gallery.shows(awa, 'rencontre-scenario', { dark: true })
  })

  await test.step('elle déplace une étape au clavier, en copie une, en retire une et se reprend', async () => {
    const names = async () =>
      page.locator('ol li [aria-expanded]:not([aria-haspopup]) > span:first-child').allTextContents()
    const before = await names()
    await awa.button(/^Clarifications/).press('Alt+ArrowUp')
    const moved = await names()
    expect(moved.indexOf('Clarifications')).toBe(before.indexOf('Clarifications') - 1)
    await awa.button(/^Clarifications/).press('Alt+ArrowDown')
    expect(await names()).toEqual(before)
    await awa.button(/^Les apprentissages/).click()
    await awa.button('Copier').click()
    expect(await names()).toHaveLength(before.length + 1)
    await awa.button('Retirer l’étape').click()
    expect(await names()).toEqual(before)
    await awa.button('Annuler').click()
    expect(await names()).toHaveLength(before.length + 1)
  })

  await test.step('elle change qui est entendu et la question, et ajuste le tout au temps', async () => {
    await awa.button(/^L’exposé/).click()
    await page.getByRole('button', { name: /Quel rôle/ }).click()
    await page.getByRole('option', { name: 'animation' }).click()
    await page.getByRole('textbox', { name: 'Consigne' }).fill('Qu’est-ce qui vous amène?')
    await gallery.shows(awa, 'rencontre-scenario-etape')
    await awa.button(/^Ajuster pour/).click()
    await expect(awa.button('Appliquer').or(page.getByText('Rien à changer'))).toBeVisible()
    if (await awa.button('Appliquer').isVisible()) await awa.button('Appliquer').click()
  })

  await test.step('elle le garde dans la communauté et le partage avec le réseau', async () => {
    await awa.button('Enregistrer dans la communauté').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Titre' }).fill('Notre codéveloppement')
    await dialog.getByText('Partager avec le réseau').click()
    await gallery.shows(awa, 'rencontre-scenario-garder')
    await dialog.getByRole('button', { name: 'Enregistrer le scénario' }).click()
    await expect(page.getByRole('radio', { name: /^Notre codéveloppement/ })).toBeChecked()
    await awa.sees('partagé avec le réseau')
  })

  await test.step('un mauvais fichier est refusé avec sa ligne; un bon est pris, supprimé, puis repris', async () => {
    await awa.button('Gérer les scénarios de la communauté').click()
    const dialog = page.getByRole('dialog')
    const file = dialog.getByLabel('Fichier de scénario')
    await file.setInputFiles({
      name: 'mauvais.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(wrong),
    })
    await expect(dialog.getByRole('alert')).toContainText(/ligne 9/i)
    await gallery.shows(awa, 'rencontre-scenario-refuse')
    await file.setInputFiles({
      name: 'bon.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(wrong.replace('danse', 'plenary').replace('Mauvais}', 'Notre ouverture}')),
    })
    await expect(dialog.getByText('Notre ouverture')).toBeVisible()
    await dialog.getByRole('button', { name: 'Gestes pour « Notre ouverture »' }).click()
    await page.getByRole('menuitem', { name: 'Supprimer' }).click()
    await page.getByRole('button', { name: 'Supprimer', exact: true }).click()
    await expect(dialog.getByText('Notre ouverture')).toHaveCount(0)
    await dialog.getByText('Fermer', { exact: true }).click()
    await awa.button('Annuler').click()
    await expect(page.getByRole('radio', { name: /^Notre ouverture/ })).toBeVisible()
  })

  await test.step('la rencontre planifiée garde tout ce que disent ses étapes', async () => {
    await page.getByRole('textbox', { name: 'Titre' }).fill('Codéveloppement d’automne')
    await awa.button(/^(Annoncer|Planifier)/).click()
    await page.waitForURL(/\/r\/[\w-]+$/)
    await awa.sees('Qu’est-ce qui vous amène?')
    const meeting = (await awa.asks('GET', `/api/meetings/${page.url().split('/').at(-1)}`)) as {
      origin?: { title: string }
      phases: { title: string; rule?: { answers?: string }; say?: string }[]
    }
    expect(meeting.origin?.title).toBe('Notre codéveloppement')
    const questions = meeting.phases.find(({ title }) => title === 'Clarifications')
    expect(questions?.rule?.answers).toBe('client')
    expect(questions?.say).toContain('Des questions seulement')
  })
  expect(gallery.faults).toEqual([])
})

test('changer la boucle d’une troïka, nommer un rôle, se reprendre, la partager, et la choisir ailleurs', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const { page } = awa
  const gallery = new Gallery()
  const founds = async (name: string) =>
    (
      (await awa.asks('POST', '/api/communities', {
        name,
        kind: 'CDP',
        network: 'Regroupement imaginaire',
      })) as { id: string }
    ).id
  const passes = (title: RegExp) => page.getByRole('button', { name: title })

  await test.step('elle choisit la troïka parmi les treize', async () => {
    await awa.signsInBy(server.firstLink)
    await page.goto(`/c/${await founds('CDP du Fjord')}/rencontres/nouvelle`)
    await awa.button(/^Voir \d+ autres scénarios/).click()
    await expect(page.getByRole('radio')).toHaveCount(16) // treize, la page blanche, les deux modes
    await gallery.shows(awa, 'rencontre-treize', { dark: true, window: true })
    await page.getByText('Troïka', { exact: true }).click()
    await expect(page.getByText('Boucle de 3 passages')).toBeVisible()
    await expect(passes(/^Dos tourné/)).toHaveCount(3)
  })

  await test.step('un passage de plus, et une question changée à tous les passages, puis reprise', async () => {
    await awa.button('Ajouter un passage').press('Enter')
    await expect(page.getByText('Boucle de 4 passages')).toBeVisible()
    await expect(passes(/^Dos tourné/)).toHaveCount(4)
    await passes(/^Dos tourné/)
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Nom de l’étape' }).fill('Le dos tourné')
    await page.getByRole('textbox', { name: 'Consigne' }).focus()
    await expect(passes(/^Le dos tourné/)).toHaveCount(4)
    await awa.button('Annuler').click()
    await expect(passes(/^Dos tourné/)).toHaveCount(4)
    const length = page.getByRole('group', { name: 'Durée de « Dos tourné »' })
    await length.first().getByRole('button', { name: 'Plus long' }).click()
    await expect(length.getByText('5 min')).toHaveCount(4)
    await awa.button('Annuler').click()
    await expect(length.getByText('4 min')).toHaveCount(4)
    const loop = page.locator('li', { hasText: 'Boucle de 4 passages' })
    await gallery.shows(awa, 'rencontre-boucle', { dark: true, window: true, of: loop })
  })

  await test.step('un rôle de plus, qui fait le tour; retiré, il revient', async () => {
    await awa.button('Rôles (1)').click()
    const roles = page.getByRole('region', { name: 'Rôles' })
    await expect(roles.getByRole('button', { name: /Qui le tient/ }).first()).toContainText(
      'à chaque passage',
    )
    await roles.getByRole('textbox', { name: 'Nouveau rôle' }).fill('Gardienne du temps')
    await roles
      .getByRole('button', { name: /Qui le tient/ })
      .last()
      .click()
    await page.getByRole('option', { name: 'une par sous-groupe, une autre à chaque passage' }).click()
    await roles.getByRole('button', { name: 'Ajouter ce rôle' }).click()
    await gallery.shows(awa, 'rencontre-roles', { dark: true, window: true, of: roles })
    await roles.getByRole('button', { name: 'Retirer le rôle : Gardienne du temps' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Retirer', exact: true }).click()
    await expect(roles.getByRole('textbox', { name: 'Rôle', exact: true })).toHaveCount(1)
    await awa.button('Annuler').click()
    await expect(roles.getByRole('textbox', { name: 'Rôle', exact: true })).toHaveCount(2)
  })

  await test.step('gardée et partagée, une autre communauté du réseau la choisit pour sa rencontre', async () => {
    await awa.button('Enregistrer dans la communauté').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Titre' }).fill('Troïka à quatre')
    await dialog.getByText('Partager avec le réseau').click()
    await dialog.getByRole('button', { name: 'Enregistrer le scénario' }).click()
    await expect(page.getByRole('radio', { name: /^Troïka à quatre/ })).toBeChecked()
    const other = await founds('CDP des Battures')
    await page.goto(`/c/${other}/rencontres/nouvelle`)
    await page.getByText('Troïka à quatre', { exact: true }).click()
    await expect(page.getByText('Boucle de 4 passages')).toBeVisible()
    await page.getByRole('textbox', { name: 'Titre' }).fill('Demander de l’aide')
    await awa.button(/^(Annoncer|Planifier)/).click()
    await page.waitForURL(/\/r\/[\w-]+$/)
    const meeting = (await awa.asks('GET', `/api/meetings/${page.url().split('/').at(-1)}`)) as {
      origin: { parts: { title: string; group?: boolean; loop?: string }[] }
      phases: { title: string; cast?: string[]; loop?: { pass: number; of: number } }[]
    }
    expect(meeting.origin.parts.map(({ title, group, loop }) => [title, group, loop])).toEqual([
      ['Cliente ou client', true, 'turn'],
      ['Gardienne du temps', true, 'turn'],
    ])
    const round = meeting.phases.filter(({ loop }) => loop)
    expect(round.map(({ loop }) => `${loop?.pass}/${loop?.of}`)).toHaveLength(16)
    expect(round.every(({ cast }) => cast?.includes('role_2'))).toBe(true)
  })
  expect(gallery.faults).toEqual([])
})
