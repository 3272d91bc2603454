import { showsBoard } from './fixtures/board.ts'
import { expect, test as story } from './fixtures/index.ts'
import { joins, plansMeeting } from './fixtures/meeting.ts'
import { Nodes } from './fixtures/nodes.ts'
import type { Person } from './fixtures/person.ts'
import { received } from './fixtures/probe.ts'
import { animation, beginsRound, holds, isOffered, proposesRound } from './fixtures/round.ts'
import { until } from './fixtures/until.ts'

const test = story.extend<{ nodes: Nodes }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from the pattern
  nodes: async ({}, use, info) => {
    const nodes = await Nodes.start()
    await use(nodes)
    await nodes.end()
    if (info.status === info.expectedStatus) return
    for (const [n, node] of nodes.all.entries()) {
      await info.attach(`journal-${n}.txt`, { body: node.log, contentType: 'text/plain' })
    }
  },
  server: async ({ nodes }, use) => {
    const [first] = nodes.all
    if (first) await use(first)
  },
})

/** Waits until more sound comes in at her page, and says how long after `since` (epoch ms) it did. */
async function hearsAgain(person: Person, since: number): Promise<number> {
  let before = (await received(person.page)).audioPackets
  await until(`${person.name} to hear again`, async () => {
    const now = (await received(person.page)).audioPackets
    const more = now > before && now - before < 1000
    before = now // connections that ended take their packets along
    return more
  })
  return Date.now() - since
}

test('trois nœuds, une salle: celui qui l’héberge meurt en pleine ronde, les autres sont mis à jour un à un', async ({
  arrives,
  nodes,
  server,
}) => {
  test.setTimeout(240_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const benoit = await arrives('Benoît Exemple')
  const chantal = await arrives('Chantal Fictive')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  await chantal.signsInBy(meeting.guestLink)
  await awa.comesIn(meeting.id)
  await awa.isIn()
  await benoit.comesIn(meeting.id)
  await benoit.isIn()
  await chantal.comesIn(meeting.id)
  await awa.button('Ouvrir').click()
  for (const person of [awa, benoit, chantal]) await person.isIn()

  // They draw on one board from three nodes.
  const [hers, guests] = await showsBoard(awa, chantal)
  await guests.draws('Rectangle', [0.2, 0.2], [0.4, 0.4])
  await hers.has(1)

  // A round: Benoît holds the stick, and Chantal hears him from another node.
  await animation(awa)
  await proposesRound(awa, 'Qu’est-ce qui vous amène?')
  await beginsRound(awa, [benoit, chantal, awa])
  await isOffered(benoit)
  await benoit.button('Prendre le bâton').click()
  await holds(benoit)
  for (const person of [awa, chantal]) await person.sees(/Benoît tient le bâton/)
  await hearsAgain(chantal, Date.now())

  // The node of the room dies with a pencil on the paper. Another one has the room before people would reload.
  const [host, second, third] = nodes.all
  if (!host || !second || !third) throw new Error('three nodes were asked for')
  let died = 0
  await guests.draws('Crayon', [0.5, 0.3], [0.7, 0.6], async () => {
    died = Date.now()
    await host.killHard()
  })
  const silence = await hearsAgain(chantal, died)
  test
    .info()
    .annotations.push({ type: 'silence', description: `${silence} ms without sound after the node's death` })
  expect(silence).toBeLessThan(8_000)
  await holds(benoit)
  for (const person of [awa, chantal]) await person.sees(/Benoît tient le bâton/)
  await hers.has(2)
  await expect(guests.saved()).toBeVisible()

  // The dead one comes back, and the two others are updated one after the other, in mid-turn: nobody loses her place.
  await host.restart()
  for (const node of [second, third]) {
    await node.stops()
    await holds(benoit)
    for (const person of [awa, chantal]) await person.sees(/Benoît tient le bâton/)
    await hearsAgain(chantal, Date.now())
    await node.restart()
  }
  await guests.isReady()
  await guests.draws('Rectangle', [0.6, 0.2], [0.8, 0.4])
  await hers.has(3)
  await benoit.button('Transmettre').click()
  await isOffered(chantal)
})

test('trois nœuds: qui revient par un autre sait qui est entendu, et une base absente se dit à tout le monde', async ({
  arrives,
  nodes,
  server,
}) => {
  test.setTimeout(180_000)
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  await awa.comesIn(meeting.id)
  await awa.isIn()
  await benoit.comesIn(meeting.id)
  await benoit.isIn()
  await animation(awa)
  await proposesRound(awa, 'Qu’est-ce qui vous amène?')
  await beginsRound(awa, [benoit, awa])
  await isOffered(benoit)
  await benoit.button('Prendre le bâton').click()
  await holds(benoit)
  await hearsAgain(awa, Date.now())

  // Awa comes back by the third node, which had nobody of this room: her page hears Benoît, and says nothing else of him.
  await awa.page.reload()
  await awa.isIn()
  await awa.sees(/Benoît tient le bâton/)
  // Three seconds of his voice: after two without it her page would say that his microphone is closed.
  await expect.poll(async () => (await received(awa.page)).audioPackets).toBeGreaterThan(150)
  await expect(awa.page.getByText(/micro fermé/)).toBeHidden()

  // The store is away: within seconds each page says whose trouble it is, and keeps on saying it when its node closes the line.
  const away = Date.now()
  const lines = [awa, benoit].map((person) => person.page.waitForEvent('websocket', { timeout: 30_000 }))
  nodes.store.goesAway()
  const told = [awa, benoit].map(async (person) => {
    await person.sees(/Le serveur ne peut rien garder pour l’instant/)
    await person.sees(/Le son de la ronde revient avec lui/)
    return Date.now() - away
  })
  const took = await Promise.all(told)
  test.info().annotations.push({ type: 'told', description: `${took} ms after the store was gone` })
  expect(Math.max(...took)).toBeLessThan(5000)
  await Promise.all(lines)
  for (const person of [awa, benoit]) {
    await person.sees(/Le serveur ne peut rien garder pour l’instant/)
    await expect(person.page.getByText(/La liaison hésite/)).toBeHidden()
  }
  nodes.store.isBack()
  for (const person of [awa, benoit]) {
    await expect(person.page.getByText(/Le serveur ne peut rien garder/)).toBeHidden({ timeout: 30_000 })
  }
  await holds(benoit)
  await hearsAgain(awa, Date.now())
})
