import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Board } from './fixtures/board.ts'
import { expect, test } from './fixtures/index.ts'
import { plansMeeting } from './fixtures/meeting.ts'
import type { Person } from './fixtures/person.ts'
import { until } from './fixtures/until.ts'

const secret = 'Le prénom de la voisine'
const other = 'Ce que le groupe retient'

const outline = (person: Person) => person.page.getByRole('region', { name: 'Plan en texte' })

async function notes(person: Person, words: string): Promise<void> {
  await outline(person).getByRole('textbox', { name: 'Votre papillon' }).fill(words)
  await outline(person).getByRole('button', { name: 'Ajouter ce papillon' }).click()
  await expect(outline(person).getByText(words, { exact: true })).toBeVisible()
}

/** What is typed goes to the drawing. */
const atThePaper = (person: Person) =>
  person.page
    .locator('canvas')
    .last()
    .evaluate((canvas) => canvas.closest<HTMLElement>('.excalidraw')?.focus())

const more = (person: Person, words: string) =>
  outline(person).getByRole('button', { name: new RegExp(`ou déplacer.*${words}`) })

test('une personne retire ses mots d’un tableau: ils n’y reviennent pas, et ne sont plus dans aucun fichier', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const chantal = await arrives('Chantal Fictive', { viewport: { width: 1440, height: 900 } })
  await chantal.signsInBy(meeting.guestLink)
  await awa.comesIn(meeting.id)
  await chantal.comesIn(meeting.id)
  await awa.button('Ouvrir').click()
  await chantal.isIn()
  await awa.button('Tableau').click()
  await awa.button('Nouveau tableau').click()
  await awa.page.getByRole('textbox', { name: 'Son nom' }).fill('Carte des appuis')
  await awa.button('Ouvrir le tableau').click()
  await awa.button('Montrer à tout le monde').click()
  for (const person of [awa, chantal]) {
    await new Board(person.page).isReady()
    await person.page.getByText('Plan en texte', { exact: true }).click()
  }
  await notes(chantal, secret)
  await notes(awa, other)
  await expect(outline(awa).getByText(secret)).toBeVisible()

  await test.step('une autre personne efface tout et se ravise: ses gestes à défaire tiennent les mots', async () => {
    await new Board(awa.page).tool('Choisir et déplacer').click()
    await atThePaper(awa)
    await awa.page.keyboard.press('Control+a')
    await awa.page.keyboard.press('Delete')
    await expect(outline(chantal).getByText(secret)).toBeHidden()
    await awa.page.keyboard.press('Control+z')
    await expect(outline(chantal).getByText(secret, { exact: true })).toBeVisible()
    await awa.page.keyboard.press('Control+Shift+z')
    await expect(outline(chantal).getByText(secret)).toBeHidden()
    await awa.page.keyboard.press('Control+z')
    await expect(outline(chantal).getByText(secret, { exact: true })).toBeVisible()
  })

  await test.step('on ne retire pas les mots d’une autre personne', async () => {
    await more(awa, secret).click()
    await expect(awa.page.getByRole('menuitem', { name: 'Modifier le texte' })).toBeVisible()
    await expect(awa.page.getByRole('menuitem', { name: /historique/ })).toHaveCount(0)
    await awa.page.keyboard.press('Escape')
  })

  await test.step('leur auteure les retire, après une question', async () => {
    await more(chantal, secret).click()
    await chantal.page.getByRole('menuitem', { name: 'Retirer mes mots de l’historique' }).click()
    const question = chantal.page.getByRole('alertdialog')
    await expect(question).toContainText('ne peuvent pas être rappelées')
    await question.getByRole('button', { name: 'Retirer mes mots' }).click()
    await expect(question).toBeHidden()
    for (const person of [awa, chantal]) {
      await expect(outline(person).getByText('retiré', { exact: true })).toBeVisible()
      await expect(outline(person).getByText(secret)).toHaveCount(0)
      await expect(outline(person).getByText(other)).toBeVisible()
    }
  })

  await test.step('aucun retour en arrière ne les ramène', async () => {
    await atThePaper(awa)
    for (const key of ['Control+z', 'Control+z', 'Control+Shift+z', 'Control+z'])
      await awa.page.keyboard.press(key)
    await awa.page.reload()
    await awa.isIn()
    await expect(outline(chantal).getByText('retiré', { exact: true })).toBeVisible()
    await expect(outline(chantal).getByText(secret)).toHaveCount(0)
  })

  await until('the words to be in no file', async () => !isIn(server.folder, secret))
  expect(isIn(server.folder, other)).toBe(true)
})

/** True when a file under the folder holds the words. */
function isIn(folder: string, words: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isIn(path, words)
    return readFileSync(path).includes(words)
  })
}
