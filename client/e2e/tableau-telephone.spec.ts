import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { Board } from './fixtures/board.ts'
import { Cable } from './fixtures/cable.ts'
import { expect, test } from './fixtures/index.ts'
import type { Person } from './fixtures/person.ts'
import { animation, beginsRound, isOffered, proposesRound, timeLeft } from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'

test.use({ demo: true })

const out = resolve(import.meta.dirname, 'out')

/** Screens of telephones, and the part of their height that is free for the drawing, above its tools. */
const screens = [
  { width: 390, height: 844, part: 1 / 2 },
  { width: 360, height: 640, part: 1 / 3 },
  { width: 844, height: 390, part: 3 / 5 },
] as const

/** Where one draws, the tools that lie on the paper left out of it, and what is too small for a finger. */
const measured = (person: Person) =>
  person.page.evaluate(() => {
    const paper = document.querySelector('.excalidraw')?.getBoundingClientRect()
    const tools = document.querySelector('[role="toolbar"] > div')?.getBoundingClientRect()
    if (!paper || !tools) throw new Error('no drawing is shown')
    const small = [...document.querySelectorAll('button, [data-seat]')]
      .filter((one) => !one.closest('.excalidraw') && one.checkVisibility())
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 44 || box.height < 44))
      .map(({ one, box }) => `${one.ariaLabel ?? one.textContent}: ${box.width} × ${box.height}`)
    return { free: Math.min(paper.bottom, tools.top) - paper.top, small }
  })

/** Draws her room on each telephone, in both lights, and tells what is wrong there. */
async function faultsOn(person: Person, name: string, { stick = false } = {}): Promise<string[]> {
  mkdirSync(out, { recursive: true })
  const { page } = person
  const faults: string[] = []
  await page.bringToFront()
  for (const { width, height, part } of screens) {
    await page.setViewportSize({ width, height })
    await expect(new Board(page).tool('Crayon')).toBeInViewport()
    await expect(new Board(page).saved()).toBeInViewport({ ratio: 1 })
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      const path = resolve(out, `telephone-${name}-${width}-${colorScheme}.png`)
      await page.screenshot({ path, animations: 'disabled' })
    }
    const { free, small } = await measured(person)
    const { violations } = await new AxeBuilder({ page })
      .exclude('[data-live-announcer]')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    const found = [
      ...small,
      ...violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target)}`),
    ]
    // The stick, when it is hers or comes to her, is what the screen is for.
    if (!stick && free < height * part) found.push(`${free} px for the drawing`)
    faults.push(...found.map((one) => `${name}, ${width}: ${one}`))
  }
  return faults
}

test('sur un téléphone, le dessin a la moitié de l’écran et rien ne se perd', async ({ arrives, server }) => {
  test.setTimeout(300_000)
  const cable = await Cable.lay()
  const odile = await arrives('Odile Personnage')
  const mariama = await arrives('Mariama Exemple', { proxy: cable.proxy })
  await odile.signsInBy(server.firstLink)
  const { communities } = await odile.asks('GET', '/api/me')
  const { id: meeting } = await odile.asks('POST', `/api/communities/${communities[0].id}/meetings`, {
    title: 'Ce qui nous soutient',
    starts_at: new Date(Date.now() + 5 * 60_000).toISOString(),
    zone: 'America/Montreal',
    mode: 'confidential',
    phases: [{ id: 'p1', title: 'Mise en commun des appuis', kind: 'board', minutes: 45 }],
  })
  await mariama.asks('POST', '/api/auth/link', { email: 'mariama.demo@example.org' })
  await mariama.signsInBy((await server.letter('mariama.demo@example.org', 'entrer')).link)
  await odile.comesIn(meeting, { listed: true })
  await odile.isIn()
  for (const [key, name] of [
    ['helene', 'Hélène Lafable'],
    ['yvon', 'Yvon Duconte'],
    ['thuy', 'Thuy Roman'],
    ['lucille', 'Lucille Chimère'],
    ['marc', 'Marc-André Brouillon'],
  ] as const)
    await Seat.returns(server, `ses_${meeting}`, name, `${key}.demo@example.org`)
  await mariama.comesIn(meeting, { listed: true })
  await mariama.isIn()
  await animation(odile)
  await odile.button('Commencer').click()
  await odile.page.keyboard.press('Escape')
  const board = await opensBoard(odile)
  await new Board(mariama.page).isReady()

  const faults = [...(await faultsOn(odile, 'animation')), ...(await faultsOn(mariama, 'membre'))]
  await runsItFromItsRow(odile, mariama)
  await looksAround(mariama)
  await saysWhatIsNotSaved(mariama, cable)
  // What lasts is measured: for five seconds a line says that she is connected again, and takes its room.
  const found = mariama.page.getByRole('status').filter({ hasText: 'Connexion retrouvée' })
  await expect(found).toHaveCount(0, { timeout: 10_000 })

  await odile.page.setViewportSize({ width: 1280, height: 800 })
  await proposesRound(odile, 'Comment j’arrive aujourd’hui?')
  await beginsRound(odile, [mariama])
  await odile.page.keyboard.press('Escape')
  await isOffered(mariama)
  faults.push(...(await faultsOn(mariama, 'offert', { stick: true })))
  await mariama.button('Prendre le bâton').click()
  await expect(mariama.button('Transmettre')).toBeVisible()
  faults.push(...(await faultsOn(mariama, 'tenu', { stick: true })))
  // Whoever holds the stick keeps the question and her time in sight, beside the drawing.
  for (const words of ['« Comment j’arrive aujourd’hui? »', timeLeft]) {
    for (const { width, height } of screens) {
      await mariama.page.setViewportSize({ width, height })
      await expect(mariama.page.getByText(words).filter({ visible: true })).toBeInViewport({ ratio: 1 })
    }
  }
  faults.push(...(await faultsOn(odile, 'ecoute')))
  await expect(odile.seat('Mariama')).toHaveAccessibleName(/^Mariama, tient le bâton, /)
  await expect(odile.seat('Mariama').getByText('tient le bâton')).toBeInViewport()
  await expect(board.saved()).toBeVisible()
  cable.end()
  expect(faults, faults.join('\n')).toEqual([])
})

async function opensBoard(lead: Person): Promise<Board> {
  await lead.button('Tableau').click()
  await lead.button('Nouveau tableau').click()
  await lead.page.getByRole('textbox', { name: 'Son nom' }).fill('Carte de nos appuis de cette année')
  await lead.button('Ouvrir le tableau').click()
  await lead.button('Montrer à tout le monde').click()
  const board = new Board(lead.page)
  await board.isReady()
  await board.draws('Rectangle', [0.3, 0.2], [0.5, 0.35])
  await board.draws('Flèche', [0.55, 0.3], [0.7, 0.5])
  await board.tool('Choisir et déplacer').click()
  await expect(board.saved()).toBeVisible()
  return board
}

/** What stood in a row of buttons is in the menu of the board's row, by keyboard as by touch. */
async function runsItFromItsRow(lead: Person, other: Person): Promise<void> {
  const { page } = lead
  await page.setViewportSize({ width: 390, height: 844 })
  const menu = lead.button('Autres choix du tableau')
  const choice = (name: string) => page.getByRole('menuitem', { name })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(choice('Ne plus montrer')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(new Board(other.page).tool('Crayon')).toBeHidden()
  await lead.button('Tableau').click()
  await menu.click()
  await choice('Montrer à tout le monde').click()
  // A telephone opens a board as words first.
  for (const { page: one } of [lead, other]) {
    await expect(one.getByRole('radio', { name: 'Plan en texte' })).toBeChecked()
    await one.getByRole('radio', { name: 'Dessin' }).click()
    await new Board(one).isReady()
  }
  await menu.click()
  await choice('Nouveau tableau').click()
  await expect(page.getByRole('dialog', { name: 'Nouveau tableau' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(other.button('Autres choix du tableau')).toBeHidden()
}

/** The names that the small pebbles leave out come at a touch, and with the arrows. */
async function looksAround(person: Person): Promise<void> {
  await person.page.setViewportSize({ width: 390, height: 844 })
  const name = (first: string) => person.seat(first).getByText(first, { exact: true })
  await expect(name('Thuy')).toBeHidden()
  await person.seat('Thuy').click()
  await expect(name('Thuy')).toBeVisible()
  await person.page.keyboard.press('ArrowRight')
  await expect(name('Thuy')).toBeHidden()
  await expect(person.seat('Lucille')).toBeFocused()
  await expect(name('Lucille')).toBeInViewport()
}

/** Without a line, the row says so in a whole sentence that nothing covers; and then that it is saved. */
async function saysWhatIsNotSaved(person: Person, cable: Cable): Promise<void> {
  const board = new Board(person.page)
  const told = person.page.getByText('Gardé sur cet appareil, envoyé dès le retour du réseau.')
  cable.pull()
  await board.draws('Crayon', [0.2, 0.3], [0.4, 0.5])
  await expect(told).toBeInViewport({ ratio: 1 })
  await expect(board.saved()).toBeHidden()
  await person.page.screenshot({ path: resolve(out, 'telephone-hors-ligne-390.png') })
  cable.putBack()
  await expect(board.saved()).toBeInViewport({ ratio: 1 })
  await board.tool('Choisir et déplacer').click()
}
