import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/index.ts'
import { comeIn, joins, plansMeeting } from './fixtures/meeting.ts'
import type { Person } from './fixtures/person.ts'
import {
  animation,
  beginsRound,
  holds,
  isOffered,
  proposesRound,
  rules,
  told,
  toldInOrder,
} from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'

/** Goes with Tab, as one does without a mouse, to what has this name; says so when it is out of reach. */
async function tabsTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = []
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    const here = (await focused.count()) === 0 ? '' : await nameOf(focused)
    if (name.test(here)) return
    seen.push(here)
  }
  throw new Error(`Tab does not lead to ${name}: ${seen.join(' | ')}`)
}

const nameOf = async (focused: ReturnType<Page['locator']>) => {
  const snapshot = await focused.ariaSnapshot()
  return snapshot.split('\n')[0] ?? ''
}

const presses = async (person: Person, key: string) => person.page.keyboard.press(key)

test('sans souris: du lien au tour de parole, et ce qui est lu à voix haute', async ({ arrives, server }) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  await awa.comesIn(meeting.id)
  await awa.isIn()

  // Benoît never touches a mouse.
  const { page } = benoit
  await page.goto(`/r/${meeting.id}`)
  await tabsTo(page, /link "Rejoindre"/)
  await presses(benoit, 'Enter')
  await page.waitForURL(`**/r/${meeting.id}/antichambre`)
  await expect(page.getByText('On vous entend bien.')).toBeVisible()
  await tabsTo(page, /checkbox "J’ai lu/)
  await presses(benoit, 'Space')
  await tabsTo(page, /radio "Oui"/)
  await presses(benoit, 'Space')
  await expect(page.getByRole('radio', { name: 'Oui' })).toBeChecked()
  await tabsTo(page, /button "Entrer"/)
  await presses(benoit, 'Enter')
  await benoit.isIn()

  // Open talk: hand, chat, and back.
  await presses(benoit, 'h')
  await expect(awa.seat('Benoît')).toHaveAccessibleName(/main levée/)
  // Awa may see it before Benoît has his answer, and until then a second press is the first one's echo.
  await expect(benoit.seat('Benoît')).toHaveAccessibleName(/main levée/)
  await presses(benoit, 'h')
  await expect(awa.seat('Benoît')).not.toHaveAccessibleName(/main levée/)
  await presses(benoit, 'c')
  await expect(page.getByRole('heading', { name: 'Clavardage' })).toBeVisible()
  await tabsTo(page, /textbox "Votre message"/)
  await page.keyboard.type('Bonjour, h et p ne font rien ici.')
  await presses(benoit, 'Enter')
  await benoit.sees('Bonjour, h et p ne font rien ici.')
  await presses(benoit, 'Escape')
  await expect(page.getByRole('heading', { name: 'Clavardage' })).toBeHidden()

  // A whole round, twice: taken and passed on; then come back to, and passed.
  await animation(awa)
  await proposesRound(awa, 'Qu’est-ce qui vous amène?')
  await beginsRound(awa, [benoit, awa])
  await isOffered(benoit)
  await expect(benoit.button('Prendre le bâton')).toBeFocused()
  await presses(benoit, 'Enter')
  await benoit.sees('Vous tenez le bâton')
  await presses(benoit, 'p')
  await isOffered(awa)
  await awa.button('Prendre le bâton').click()
  await benoit.sees(/Awa tient le bâton/)
  await awa.button('Transmettre').click()
  await benoit.sees('La ronde est terminée.')

  await proposesRound(awa, 'Avec quoi repartez-vous?')
  await beginsRound(awa, [benoit, awa])
  await isOffered(benoit)
  await presses(benoit, 'r')
  await isOffered(awa)
  await awa.button('Passer').click()
  await isOffered(benoit)
  await presses(benoit, 's')
  await expect(page.getByRole('group', { name: 'C’est à vous' })).toBeHidden()

  // F6 goes round the parts of the room.
  const parts = new Set<string>()
  for (let i = 0; i < 3; i++) {
    await presses(benoit, 'F6')
    parts.add((await page.evaluate(() => document.activeElement?.getAttribute('data-region'))) ?? '')
  }
  expect([...parts].sort()).toEqual(['actions', 'circle', 'phase'])

  // Aloud: « C’est à vous » interrupts, and nothing else does; the rest waits for a pause.
  const assertive = await benoit.said('assertive')
  expect(assertive.length).toBeGreaterThanOrEqual(3)
  for (const words of assertive) expect(words).toMatch(/^C’est à vous, Benoît\. /)
  await expect.poll(() => benoit.said('polite')).toContain('Awa tient le bâton.')
  const polite = await benoit.said('polite')
  for (const words of polite) expect(words).not.toMatch(/C’est à vous/)
  expect(await awa.said('assertive')).toEqual(
    (await awa.said('assertive')).filter((words) => words.startsWith('C’est à vous, Awa')),
  )
})

/** What is read aloud to her of a whole round, in this order, whatever is said between. */
const wholeRound = [
  /^Étape\s: Accueil, 10\smin\./,
  /^On lève la main pour parler; d’abord qui n’a pas encore parlé\./,
  /^Chantal a la parole\s: n’a pas encore parlé\./,
  /^Vous avez la parole\s: vous n’avez pas encore parlé\. M pour ouvrir votre micro\./,
  /^Étape\s: Tour des pratiques, 40\smin\. « Qu’est-ce qui vous amène\?\s»/,
  /^Awa aimerait une précision\./,
  /^Awa vous demande une précision\. Votre temps est arrêté\./,
  /^Awa tient le bâton\./,
  /^Vous avez sonné la cloche\. Silence de tout le cercle\./,
  /^La ronde reprend\./,
  /^La ronde est terminée\./,
] as const

test('sans souris: une précision, la cloche, la parole donnée, et le journal de ce qui est lu', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  await comeIn(meeting, awa, benoit)
  const chantal = await Seat.takes(server, awa, meeting, 'Chantal Fictive')
  const { page } = benoit
  let heard = 0
  const next = () => told(benoit, new RegExp(wholeRound[heard++]?.source ?? '', 'm'))
  const chooses = async (name: RegExp) => {
    await tabsTo(page, name)
    await presses(benoit, 'Enter')
  }

  await animation(awa)
  await awa.button('Commencer').click()
  await next()
  await rules(awa, 'Mains levées', 'D’abord qui n’a pas encore parlé')
  await next()
  await chantal.does('hands.raise')
  await presses(benoit, 'h')
  await awa.button('Donner la parole à Chantal').click()
  await next()
  await awa.button('Donner la parole à Benoît').click()
  await next()
  await presses(benoit, 'm')
  await expect(benoit.button('Micro ouvert')).toBeVisible()
  await chooses(/button "J’ai terminé"/)
  await expect(awa.button('A parlé')).toBeHidden()

  await awa.button('Étape suivante').click()
  await next()
  await proposesRound(awa, 'Qu’est-ce qui vous amène?')
  chantal.answers()
  await beginsRound(awa, [benoit, awa])
  await isOffered(benoit)
  await expect(benoit.button('Prendre le bâton')).toBeFocused()
  await presses(benoit, 'Enter')
  await holds(benoit)
  await awa.button('Demander une précision').click()
  await next()
  await chooses(/button "Laisser demander"/)
  await next()
  await chooses(/button "Poursuivre le tour"/)
  await presses(benoit, 'p')
  await isOffered(awa)
  await awa.button('Prendre le bâton').click()
  await next()

  await chooses(/button "Sonner la cloche"/)
  await expect(page.getByRole('dialog')).toBeVisible()
  await chooses(/button "Sonner la cloche"/)
  // Awa was perhaps between two words: into a silence the bell is asked for twice.
  if (await benoit.button('Sonner quand même').isVisible()) await chooses(/button "Sonner quand même"/)
  await next()
  await chooses(/button "Arrêter la pause"/)
  await next()
  await awa.button('Transmettre').click()
  await next()

  await toldInOrder(benoit, wholeRound)
  // One thing alone interrupted her.
  expect([...new Set(await benoit.said('assertive'))]).toEqual([
    expect.stringMatching(/^C’est à vous, Benoît\. /),
  ])
  chantal.goes()
})
