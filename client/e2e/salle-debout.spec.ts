import { expect, test } from './fixtures/index.ts'
import { plansMeeting } from './fixtures/meeting.ts'
import type { Person } from './fixtures/person.ts'

/** What opens after one is in: files of their own, fetched apart. (Their looks are shared with what is there from the start.) */
const parts = /assets\/(Asking|Chat|Notes|People|Animation|BoardPane|MenuList|ToastRegion)-[^/]*\.js/

/** Keeps at hand what the page opens, to see whether its light is on. */
const watchDevices = (person: Person) =>
  person.context.addInitScript(() => {
    const opened: MediaStreamTrack[] = []
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await open(wish)
      opened.push(...stream.getTracks())
      return stream
    }
    Object.assign(window, { opened })
  })

const lit = (person: Person) =>
  person.page.evaluate(() =>
    (window as unknown as { opened: MediaStreamTrack[] }).opened
      .filter((track) => track.readyState === 'live')
      .map((track) => track.kind)
      .sort(),
  )

test('un panneau n’arrive pas: la salle reste debout, et il vient quand on le redemande', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  await awa.context.route(parts, (route) => route.abort())
  await awa.comesIn(meeting.id)
  await awa.isIn()
  await awa.button('Clavardage').click()
  await awa.sees('Cette partie n’est pas arrivée')
  await awa.isIn()
  await awa.context.unroute(parts)
  await awa.button('Réessayer').click()
  await expect(awa.page.getByRole('heading', { name: 'Clavardage' })).toBeVisible()
})

test('les appareils s’éteignent avec la salle: prise ailleurs, reprise, puis fermée', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  await watchDevices(awa)
  const meeting = await plansMeeting(server, awa)
  await awa.comesIn(meeting.id, { camera: true })
  await awa.isIn()
  await expect.poll(() => lit(awa)).toEqual(['audio', 'video'])
  const elsewhere = await awa.context.newPage()
  await elsewhere.goto(`/r/${meeting.id}/salle`)
  await awa.sees('Vous êtes dans la salle sur un autre appareil')
  await expect.poll(() => lit(awa)).toEqual([])
  await awa.page.bringToFront()
  await awa.button('Continuer ici').click()
  await awa.isIn()
  await expect.poll(() => lit(awa)).toContain('audio')
  await awa.button('Animation').click()
  await awa.button('Fermer la rencontre').click()
  await awa.page.getByRole('dialog').getByRole('button', { name: 'Fermer la rencontre' }).click()
  await awa.sees('La rencontre est fermée')
  await expect.poll(() => lit(awa)).toEqual([])
})
