import type { Locator } from '@playwright/test'
import { Board } from './fixtures/board.ts'
import { expect, test } from './fixtures/index.ts'
import { plansMeeting } from './fixtures/meeting.ts'

const box = async (one: Locator) => {
  const found = await one.boundingBox()
  if (!found) throw new Error('it is not shown')
  return found
}

test.describe('un tableau gardé', () => {
  test.use({ demo: true })

  test('l’image et le plan sont un seul choix, au clavier, à la souris et au doigt', async ({
    arrives,
    server,
  }) => {
    const odile = await arrives('Odile Personnage', { hasTouch: true })
    await odile.signsInBy(server.firstLink)
    const { communities } = await odile.asks('GET', '/api/me')
    const community = await odile.asks('GET', `/api/communities/${communities[0].id}`)
    const { page } = odile
    await page.goto(`/tableaux/${community.boards[0].id}`)
    const picture = page.getByRole('region', { name: 'Le tableau', exact: true })
    const marks = picture.locator('[data-piece]')
    const entries = page.getByRole('region', { name: 'Le même, en texte' }).locator('[aria-pressed]')
    const entry = entries.nth(2)

    await entry.focus()
    await page.keyboard.press('Enter')
    await expect(entry).toHaveAttribute('aria-pressed', 'true')
    await expect(marks).toHaveCount(1)
    const [mark, sheet] = [await box(marks), await box(picture.getByRole('img'))]
    expect(mark.x).toBeGreaterThanOrEqual(sheet.x)
    expect(mark.y + mark.height).toBeLessThanOrEqual(sheet.y + sheet.height)
    await page.keyboard.press('Enter')
    await expect(marks).toHaveCount(0)

    // The same place, pressed, is the same choice: the piece is where the mark said that it is.
    const [x, y] = [mark.x + mark.width / 2, mark.y + mark.height / 2]
    await page.mouse.click(x, y)
    await expect(entry).toHaveAttribute('aria-pressed', 'true')
    await entries.nth(0).click()
    await expect(entry).toHaveAttribute('aria-pressed', 'false')
    await page.touchscreen.tap(x, y)
    await expect(entry).toHaveAttribute('aria-pressed', 'true')
    await expect(entry).toBeInViewport()

    // On a telephone one is under the other, and both are in sight.
    await page.setViewportSize({ width: 390, height: 844 })
    const last = entries.last()
    await last.click()
    await expect(last).toHaveAttribute('aria-pressed', 'true')
    await expect(last).toBeInViewport()
    await expect(marks.first()).toBeInViewport()
  })
})

test('la poignée de l’animation ne couvre rien du plan d’un tableau', async ({ arrives, server }) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  await awa.comesIn(meeting.id)
  await awa.button('Tableau').click()
  await awa.button('Nouveau tableau').click()
  await awa.page.getByRole('textbox', { name: 'Son nom' }).fill('Carte des appuis')
  await awa.button('Ouvrir le tableau').click()
  const board = new Board(awa.page)
  await board.isReady()
  await awa.page.getByText('Plan en texte', { exact: true }).click()
  for (const words of ['Écouter', 'Noter', 'Relire', 'Nommer', 'Choisir', 'Garder']) {
    await awa.page.getByRole('textbox', { name: 'Votre papillon' }).fill(words)
    await awa.button('Ajouter ce papillon').click()
    await expect(awa.page.getByRole('button', { name: `Modifier ou déplacer « ${words} »` })).toBeVisible()
  }
  const handle = awa.button('Animation')
  const menus = awa.page.getByRole('button', { name: /^Modifier ou déplacer/ })
  const clear = async () => {
    const edge = (await box(handle)).x
    for (const one of [awa.button('Fermer le tableau'), ...(await menus.all())]) {
      const { x, width } = await box(one)
      expect(x + width).toBeLessThanOrEqual(edge)
    }
  }
  for (const width of [1440, 1280, 1024, 900]) {
    await awa.page.setViewportSize({ width, height: 800 })
    await clear()
  }
  await awa.page.setViewportSize({ width: 1280, height: 800 })
  await awa.button('Clavardage').click()
  await expect(awa.page.getByRole('textbox', { name: 'Votre message' })).toBeVisible()
  await clear()
  const [undo, zoom] = [await box(awa.button('Annuler mon dernier geste')), await box(awa.button('Éloigner'))]
  expect(zoom.y).toBeGreaterThan(undo.y + undo.height)
})

// The press that says where left an empty note in the middle; what was then typed became shortcuts, a dot was drawn.
test('un papillon se pose où l’on presse, et ce qu’on écrit y est', async ({ arrives, server }) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  await awa.comesIn(meeting.id)
  await awa.button('Tableau').click()
  await awa.button('Nouveau tableau').click()
  await awa.page.getByRole('textbox', { name: 'Son nom' }).fill('Carte des appuis')
  await awa.button('Ouvrir le tableau').click()
  const board = new Board(awa.page)
  await board.isReady()
  const field = awa.page.locator('textarea:focus')
  await board.tool('Ajouter un papillon').click()
  await expect(field).toBeVisible()
  const middle = await box(field)
  const paper = await box(awa.page.locator('canvas').last())
  const [x, y] = [paper.x + paper.width * 0.75, paper.y + paper.height * 0.25]
  await awa.page.mouse.click(x, y)
  await expect.poll(async () => (await box(field)).y).toBeLessThan(middle.y - 20)
  const there = await box(field)
  expect(Math.abs(there.x + there.width / 2 - x)).toBeLessThan(20)
  expect(Math.abs(there.y + there.height / 2 - y)).toBeLessThan(20)
  await awa.page.keyboard.type('Prendre soin')
  await awa.page.keyboard.press('Escape')
  await awa.page.getByText('Plan en texte', { exact: true }).click()
  const outline = awa.page.getByRole('region', { name: 'Plan en texte' })
  await expect(outline.getByRole('listitem')).toHaveCount(1)
  await expect(outline).toContainText('Prendre soin')
  await expect(outline.getByText(/sans texte/)).toHaveCount(0)
})
