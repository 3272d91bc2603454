import type { Browser } from '@playwright/test'
import { chromium } from '@playwright/test'
import { flags } from './fixtures/chromium.ts'
import { expect, test } from './fixtures/index.ts'
import { comeIn, joins, plansMeeting } from './fixtures/meeting.ts'
import { rules, told } from './fixtures/round.ts'
import { hearsOnly } from './fixtures/voices.ts'

test('un bocal et son siège libre: le centre s’entend, le tour écoute, et qui entre fait une place', async ({
  arrives,
  server,
}) => {
  const awa = await arrives('Awa Modèle')
  const meeting = await plansMeeting(server, awa)
  const benoit = await arrives('Benoît Exemple')
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  const chantal = await arrives('Chantal Fictive')
  await joins(server, awa, meeting.community, chantal, 'chantal@example.org')
  await comeIn(meeting, awa, benoit, chantal)
  await rules(awa, 'Bocal : quatre sièges et un libre')
  await told(chantal, /Le cercle du centre parle, les autres écoutent\. 5 sièges sont libres\./)
  await chantal.sees(/Vous écoutez\. 5 sièges sont libres/)

  // Nobody sits in the centre: nobody is heard. A seat taken opens one's microphone, and no other.
  await hearsOnly(chantal, 0)
  await benoit.button('Prendre un siège au centre').click()
  await benoit.sees(/Vous êtes dans le cercle du centre/)
  await expect(chantal.seat('Benoît')).toHaveAccessibleName(/au centre/)
  await hearsOnly(chantal, 1)
  await hearsOnly(benoit, 0)

  // The other goes in, is heard, and the first leaves her seat: the outer circle is silent.
  await chantal.button('Prendre un siège au centre').click()
  await hearsOnly(benoit, 1)
  await chantal.button('Laisser mon siège').click()
  await chantal.sees(/Vous écoutez\. 4 sièges sont libres/)
  await hearsOnly(benoit, 0)
  await hearsOnly(chantal, 1)
})

test('l’animation tombe avec son navigateur: la relève se dit, la rencontre continue, et elle la reprend', {
  tag: '@attente',
}, async ({ arrives, server }) => {
  test.setTimeout(240_000)
  let own: Browser | undefined = await chromium.launch({
    headless: true,
    args: flags(),
    executablePath: '/usr/bin/chromium',
  })
  const benoit = await arrives('Benoît Exemple')
  const awa = await arrives('Awa Modèle', {}, own)
  const meeting = await plansMeeting(server, awa)
  await joins(server, awa, meeting.community, benoit, 'benoit@example.org')
  const chantal = await arrives('Chantal Fictive')
  await joins(server, awa, meeting.community, chantal, 'chantal@example.org')
  const state = await awa.context.storageState()
  await comeIn(meeting, awa, benoit, chantal)
  await awa.button('Personnes').click()
  await awa.button('Pour Benoît Exemple').click()
  await awa.page.getByRole('menuitem', { name: 'Confier la coanimation' }).click()
  await awa.button('Animation').click()
  const team = awa.page.getByRole('region', { name: 'Équipe d’animation' })
  await expect(team.getByText('Vous menez la rencontre.')).toBeVisible()
  await expect(team.getByRole('list', { name: 'Ordre de relève' })).toContainText('Benoît')

  // What they write between themselves is nobody else's.
  await awa.button('Clavardage').click()
  await awa.page.getByText('L’animation seulement').click()
  await awa.page.getByRole('textbox', { name: 'Votre message' }).fill('Chantal semble fatiguée.')
  await awa.button('Envoyer').click()
  await benoit.button('Clavardage').click()
  await benoit.page.getByText('L’animation seulement').click()
  await benoit.sees('Chantal semble fatiguée.')
  await chantal.button('Clavardage').click()
  await chantal.sees('Personne n’a encore écrit.')
  await expect(chantal.page.getByText('Chantal semble fatiguée.')).toHaveCount(0)

  // Her browser is gone, with all that it had.
  await own.close()
  own = undefined
  await told(chantal, /Awa n’est plus là\s: Benoît mène la rencontre\./)
  await told(benoit, /Awa n’est plus là\s: vous menez la rencontre\./)
  await benoit.button('Animation').click()
  await benoit.button('Commencer').click()
  await told(chantal, /Étape\s: Accueil, 10\smin/)

  // Back on another device: she is told, and takes it again by one gesture.
  const back = await arrives('Awa Modèle', { storageState: state })
  await back.comesIn(meeting.id)
  await back.isIn()
  await back.sees(/une autre personne mène la rencontre/)
  await back.button('Reprendre l’animation').click()
  await told(chantal, /Awa mène la rencontre\./)
})
