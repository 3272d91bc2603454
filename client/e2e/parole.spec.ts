import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Board } from './fixtures/board.ts'
import { Cable } from './fixtures/cable.ts'
import { expect, test } from './fixtures/index.ts'
import { joins, plansMeeting, plansScenario } from './fixtures/meeting.ts'
import {
  animation,
  beginsRound,
  holds,
  isAt,
  isOffered,
  proposesRound,
  timeLeft,
  told,
} from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'
import { hearsOnly } from './fixtures/voices.ts'

/** Words that nobody else would write, so that finding them anywhere is finding hers. */
const weather = 'Brouillard-que-personne-ne-garde'
const offered = 'On tient parce qu’on se tient.'

test('Grief spoken: un cercle de parole, la porte fermée, un silence de quatre-vingt-dix secondes, et rien n’en reste', {
  tag: '@attente',
}, async ({ arrives, server }) => {
  test.setTimeout(300_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansScenario(server, awa, 'CP', 4)
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  for (const one of [awa, benoit]) {
    await one.comesIn(meeting.id, { listed: false })
    await one.isIn()
  }
  const seats = [
    await Seat.takes(server, awa, meeting, 'Chantal Fictive', false),
    await Seat.takes(server, awa, meeting, 'Dieudonné Inventé', false),
  ]
  const next = async (title: string) => {
    await awa.button(/^(Étape suivante|Commencer)$/).click()
    await isAt(title, awa, benoit)
  }
  await animation(awa)

  await test.step('le cadre est dit, la porte se ferme: qui vient plus tard attend', async () => {
    await next('Le cadre')
    const late = await Seat.comes(server, awa, meeting, 'Émile Rêvé')
    await late.until('the closed door', ({ me, people }) => me.waiting && people === undefined)
    late.goes()
  })

  await test.step('un mot sur le tableau de la météo; le clavardage, lui, est fermé', async () => {
    await next('Météo')
    const board = new Board(benoit.page)
    await board.isReady()
    await board.writes(weather)
    // It is kept as long as the meeting lasts: what is not found afterwards was there.
    expect(filesWith(server.folder, weather)).not.toEqual([])
    const said = (seats[0] as Seat).does('chat.say', { id: crypto.randomUUID(), text: weather })
    await expect(said).rejects.toThrow(/chat_closed/)
  })

  await test.step('elle a le bâton et se tait, en larmes: rien ne sonne, rien ne passe à quelqu’un d’autre', async () => {
    await next('Première ronde')
    await awa.button('Proposer la ronde').click()
    await beginsRound(awa, [benoit])
    await isOffered(benoit)
    await benoit.button('Prendre le bâton').click()
    await holds(benoit)
    await hearsOnly(awa, 1)
    await benoit.button('Micro ouvert').click()
    await hearsOnly(awa, 0)
    const people = [awa, benoit]
    // Messages keep three seconds between them: the step that came before the silence may still be on its way.
    await Promise.all(people.map((one) => told(one, /Étape\s:\sPremière ronde/)))
    await told(awa, /Benoît tient le bâton/)
    const rung = await Promise.all(people.map((one) => one.rung()))
    const before = await Promise.all(people.map((one) => one.said('polite')))
    const round = seats[0]?.view.round
    await benoit.page.waitForTimeout(90_000)
    expect(await Promise.all(people.map((one) => one.rung())), 'sounds of the room').toEqual(rung)
    // That she took the stick may still be read aloud as the silence begins; nothing else is.
    for (const [i, one] of people.entries())
      for (const words of (await one.said('polite')).slice(before[i]?.length))
        expect(words, `told to ${one.name}`).toMatch(/ (tient|tenez) le bâton/)
    await holds(benoit)
    await awa.sees(/Benoît tient le bâton/)
    expect(seats[0]?.view.round).toEqual(round)
  })

  await test.step('la ronde va à son terme; une phrase est offerte sans nom, et la rencontre se ferme', async () => {
    for (const seat of seats) seat.answers()
    await benoit.button('Transmettre').click()
    await expect(awa.page.getByRole('group', { name: 'C’est à vous' })).toBeVisible()
    await awa.button('Prendre le bâton').click()
    await awa.button('Transmettre').click()
    await awa.sees('La ronde est terminée.')
    for (const title of ['Laisser résonner', 'Deuxième ronde', 'Un mot pour partir', 'Phrases offertes'])
      await next(title)
    await (seats[1] as Seat).does('harvest.offer', {
      id: crypto.randomUUID(),
      text: offered,
      for: 'community',
      unsigned: true,
    })
    await awa.button('Fermer la rencontre').click()
    await awa.page.getByRole('dialog').getByRole('button', { name: 'Fermer la rencontre' }).click()
    await awa.page.getByRole('link', { name: 'Lire le compte rendu' }).click()
  })

  await test.step('le compte rendu a la phrase offerte, et ni le mot de la météo ni un nom', async () => {
    const sheet = awa.page.getByRole('article')
    await expect(sheet).toContainText(offered)
    for (const name of ['Benoît', 'Dieudonné', weather]) await expect(sheet).not.toContainText(name)
  })

  await test.step('aucun fichier du serveur n’a ses mots, ni un son ni une image', async () => {
    await expect.poll(() => filesWith(server.folder, weather), { timeout: 60_000 }).toEqual([])
    const media = readdirSync(server.folder, { recursive: true, encoding: 'utf8' })
    expect(media.filter((name) => /\.(webm|ogg|opus|mp[34]|mka|mkv|wav|ivf)$/i.test(name))).toEqual([])
  })
  for (const seat of seats) seat.goes()
})

test('Rural link drops: quarante secondes sans réseau, elle tient encore le bâton, avec son temps', {
  tag: '@attente',
}, async ({ arrives, server }) => {
  test.setTimeout(180_000)
  const cable = await Cable.lay()
  try {
    const awa = await arrives('Awa Modèle')
    const meeting = await plansMeeting(server, awa)
    const emile = await arrives('Émile Rêvé', { proxy: cable.proxy })
    await joins(server, awa, meeting.community, emile, 'emile@example.org')
    for (const one of [awa, emile]) {
      await one.comesIn(meeting.id)
      await one.isIn()
    }
    const chantal = await Seat.takes(server, awa, meeting, 'Chantal Fictive')
    await animation(awa)
    await proposesRound(awa, 'Qu’est-ce qui vous amène?')
    await beginsRound(awa, [emile])
    await isOffered(emile)
    await emile.button('Prendre le bâton').click()
    await holds(emile)
    cable.pull()
    await awa.sees(/Bâton en suspens, on attend Émile/)
    // Her clock stands still from the drop.
    const left = () => chantal.view.round?.holder?.left_ms ?? 0
    const kept = left()
    await cable.hasBeenOut(40_000)
    await awa.sees(/Bâton en suspens, on attend Émile/)
    expect(left()).toBe(kept)
    cable.putBack()
    await emile.sees('Connexion retrouvée. Rien n’a été perdu.')
    await holds(emile)
    await awa.sees(/Émile tient le bâton/)
    await expect(emile.page.getByText(timeLeft).first()).toBeVisible()
    expect(left()).toBe(kept)
    expect((await awa.said('polite')).join('\n')).not.toMatch(/pass/i)
    expect(chantal.offers).toEqual([])
    chantal.goes()
  } finally {
    cable.end()
  }
})

/** The files below a folder that hold these words. */
function filesWith(folder: string, words: string): string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile()) continue
    try {
      if (readFileSync(path).includes(words)) found.push(path)
    } catch {
      // A file of the store that has just gone.
    }
  }
  return found
}
