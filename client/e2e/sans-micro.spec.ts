import { chromium } from '@playwright/test'
import { flags } from './fixtures/chromium.ts'
import { expect, test } from './fixtures/index.ts'
import { plansMeeting } from './fixtures/meeting.ts'
import { received } from './fixtures/probe.ts'

const entered = async (person: import('./fixtures/person.ts').Person, meeting: string) => {
  await person.page.getByText(/^J’ai lu/).click()
  await person.button('Entrer').click()
  await person.page.waitForURL(`**/r/${meeting}/salle`)
  await person.isIn()
}

test('sans micro ni caméra: une phrase le dit, on entre, on écoute et on écrit', async ({
  arrives,
  server,
}, info) => {
  const launch = info.project.use.launchOptions ?? {}
  const bare = await chromium.launch({ ...launch, args: flags({ devices: false }) })
  try {
    const lead = await arrives('Awa Modèle')
    const meeting = await plansMeeting(server, lead)
    await lead.comesIn(meeting.id)
    await lead.isIn()
    const guest = await arrives('Benoît Exemple', {}, bare)
    await guest.signsInBy(meeting.guestLink)
    await guest.page.goto(`/r/${meeting.id}/antichambre`)
    await guest.sees('Aucun micro n’est branché. Branchez-en un, ou entrez pour écouter et écrire.')
    await guest.button('Allumer la caméra').click()
    await guest.sees('Aucune caméra n’est branchée. Vous pouvez entrer sans elle.')
    await guest.page.getByText(/^J’ai lu/).click()
    await guest.button('Entrer').click()
    await guest.sees('à l’animation, vous ouvre dans un instant.')
    await lead.button('Ouvrir').click()
    await guest.isIn()
    // She hears the one who has a microphone…
    await lead.button('Micro fermé').click()
    await expect.poll(async () => (await received(guest.page)).energy).toBeGreaterThan(1e-4)
    // …and answers in writing.
    await guest.button('Clavardage').click()
    await guest.page.getByRole('textbox', { name: 'Votre message' }).fill('Je vous entends très bien.')
    await guest.button('Envoyer').click()
    await lead.button('Clavardage').click()
    await lead.sees('Je vous entends très bien.')
  } finally {
    await bare.close()
  }
})

test('la permission refusée: une phrase dit quoi faire, et la porte reste ouverte', async ({
  arrives,
  server,
}) => {
  const lead = await arrives('Awa Modèle', { devices: 'refused' })
  const meeting = await plansMeeting(server, lead)
  await lead.page.goto(`/r/${meeting.id}/antichambre`)
  await lead.sees(/Le navigateur bloque le micro/)
  await expect(lead.button('Essayer encore')).toBeVisible()
  await entered(lead, meeting.id)
})

test('une adresse non protégée: le navigateur n’ouvre pas le micro, la page le dit et laisse entrer', async ({
  arrives,
  server,
}) => {
  const lead = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, lead)
  // What a page has on an address without TLS: nothing to ask devices of.
  await lead.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined })
    Object.defineProperty(window, 'isSecureContext', { get: () => false })
  })
  await lead.page.goto(`/r/${meeting.id}/antichambre`)
  await lead.sees(
    'Cette adresse n’est pas protégée : le navigateur n’ouvre pas le micro. Vous pouvez écouter et écrire.',
  )
  await entered(lead, meeting.id)
})

test('écouter seulement: on entend, on écrit, et le bâton n’est pas tendu', async ({ arrives, server }) => {
  const lead = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, lead)
  await lead.comesIn(meeting.id)
  const guest = await arrives('Benoît Exemple')
  await guest.signsInBy(meeting.guestLink)
  await guest.comesIn(meeting.id, { listen: true })
  await lead.button('Ouvrir').click()
  await guest.isIn()
  await expect(lead.seat('Benoît')).toHaveAccessibleName(/écoute seulement/)
  await lead.button('Micro fermé').click()
  await expect.poll(async () => (await received(guest.page)).energy).toBeGreaterThan(1e-4)
  await lead.button('Animation').click()
  await lead.page.getByRole('textbox', { name: 'La question' }).fill('Un mot pour arriver?')
  await lead.button('Proposer la ronde').click()
  const order = lead.page.getByRole('list', { name: 'Ordre de la ronde' })
  await expect(order.getByText('Awa')).toBeVisible()
  await expect(order.getByText('Benoît')).toBeHidden()
})
