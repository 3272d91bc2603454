import { Board } from './fixtures/board.ts'
import { Gallery } from './fixtures/gallery.ts'
import { expect, test } from './fixtures/index.ts'
import type { Person } from './fixtures/person.ts'
import { animation, beginsRound, holds, isOffered, proposesRound } from './fixtures/round.ts'
import { Seat } from './fixtures/seat.ts'

test.use({ demo: true })

test('chaque écran, dans la démonstration: dessiné aux deux largeurs, sans faute d’accessibilité ni de politique', async ({
  arrives,
  server,
}) => {
  test.setTimeout(400_000)
  const gallery = new Gallery()
  const odile = await arrives('Odile Personnage')
  const mariama = await arrives('Mariama Exemple')
  const { page } = odile
  const see = (name: string, look = {}) => gallery.shows(odile, name, look)
  let cdp = ''

  await test.step('la porte d’entrée', async () => {
    // A member whom this device does not know yet, and who follows the announcement of a meeting.
    await page.goto('/connexion?suite=%2Fr%2Fimaginaire')
    await odile.sees('Pour ouvrir la rencontre, dites-nous votre courriel.')
    await page.goto('/connexion')
    await odile.sees('Entrer dans Palabre')
    await see('connexion')
    await page.getByRole('textbox', { name: 'Votre courriel' }).fill('odile.demo@example.org')
    await odile.button('Recevoir mon lien').click()
    await odile.sees('Regardez vos courriels')
    await see('connexion-envoyee')
    await page.goto((await server.letter('odile.demo@example.org', 'entrer')).link)
    await odile.sees('Vous y êtes presque')
    await see('entrer')
    await odile.button('Entrer').click()
    await odile.sees(/Bonjour, Odile/)
    await mariama.page.goto('/entrer#lien-imaginaire')
    await mariama.button('Entrer').click()
    await mariama.sees('Ce lien ne sert plus')
    await gallery.shows(mariama, 'entrer-perime')
    await mariama.page.goto('/invitation#invitation-imaginaire')
    await mariama.sees('Cette invitation ne sert plus')
    await gallery.shows(mariama, 'invitation-perimee')
  })

  await test.step('les pages', async () => {
    await see('accueil', { dark: true })
    await page.goto('/profil')
    await expect(page.getByRole('heading', { level: 1, name: 'Mon profil' })).toBeVisible()
    await see('profil')
    await page.goto('/communautes')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await see('communautes')
    await page.goto('/communautes/nouvelle')
    await expect(odile.button('Fonder la communauté')).toBeVisible()
    await see('communaute-nouvelle')
    const me = await odile.asks('GET', '/api/me')
    cdp = me.communities[0].id
    await page.goto(`/c/${cdp}`)
    await expect(page.getByRole('region', { name: 'Rencontres passées' })).toBeVisible()
    await see('communaute', { dark: true })
    await page.goto(`/c/${cdp}/rencontres/nouvelle`)
    await odile.sees('Quoi et quand')
    await see('rencontre-nouvelle')
    const community = await odile.asks('GET', `/api/communities/${cdp}`)
    const planned = community.meetings.find((one: { status: string }) => one.status === 'planned')
    const held = community.meetings.find((one: { status: string }) => one.status === 'closed')
    await page.goto(`/r/${planned.id}`)
    await odile.sees('La salle')
    await see('rencontre-avant')
    await page.goto(`/r/${planned.id}/modifier`)
    await odile.sees('Quoi et quand')
    await see('rencontre-modifier')
    await page.goto(`/r/${held.id}`)
    await odile.sees('Documents et tableaux')
    await odile.sees(/Fermée .+ à 1\d\sh/)
    await see('rencontre-apres')
    await page.goto(`/documents/${community.documents[0].id}`)
    await expect(page.getByRole('article')).toBeVisible()
    await see('document')
    await page.goto(`/tableaux/${community.boards[0].id}`)
    await expect(odile.button(/dans l’éditeur$/)).toBeVisible()
    await see('tableau')
    await odile.button('Retirer mes mots…').click()
    await expect(odile.button('Retirer tous mes mots de ce tableau')).toBeVisible()
    await odile.button('Fermer le tableau').click()
    await odile.button(/dans l’éditeur$/).click()
    await new Board(page).isReady()
    await see('tableau-editeur', { window: true })
    await page.goto('/composants')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await see('composants')
    await page.goto('/nulle-part')
    await odile.sees('Cette page n’est pas ici')
    await see('absente')
  })

  await test.step('l’invitation, l’antichambre et la porte', async () => {
    const { id: meeting } = await odile.asks('POST', `/api/communities/${cdp}/meetings`, {
      title: 'Ce qui nous soutient',
      starts_at: new Date(Date.now() + 5 * 60_000).toISOString(),
      zone: 'America/Montreal',
      mode: 'confidential',
      phases: [
        {
          id: 'p1',
          title: 'Ronde d’accueil',
          kind: 'stick',
          minutes: 20,
          question: 'Comment j’arrive aujourd’hui?',
          turn_s: 90,
        },
        { id: 'p2', title: 'Mise en commun', kind: 'board', minutes: 45 },
        { id: 'p3', title: 'Pause', kind: 'break', minutes: 15 },
        { id: 'p4', title: 'Décisions et suivis', kind: 'closing', minutes: 15 },
      ],
    })
    const guest = await arrives('Rosalie Invitée')
    const { url } = await odile.asks('POST', `/api/meetings/${meeting}/guest-link`)
    await guest.page.goto(url)
    await expect(guest.button('Continuer')).toBeVisible()
    await gallery.shows(guest, 'invitation')
    await guest.page.getByRole('textbox', { name: 'Votre nom' }).fill(guest.name)
    await guest.button('Continuer').click()
    await guest.sees('On vous entend bien.')
    await gallery.shows(guest, 'antichambre', { window: true, dark: true })
    await guest.comesIn(meeting)
    await guest.sees('à l’animation, vous ouvre dans un instant.')
    await gallery.shows(guest, 'porte', { window: true })
    await guest.context.close()
    await theRoom(meeting)
  })

  async function theRoom(meeting: string): Promise<void> {
    const room = `ses_${meeting}`
    const in_ = (name: string, look = {}) => see(name, { window: true, ...look })
    await signsInByLetter(mariama, 'mariama.demo@example.org')
    // Nobody but the facilitators learned that there was something to read.
    await mariama.page.goto('/')
    await mariama.sees('Dernières rencontres')
    await gallery.shows(mariama, 'accueil-membre')
    await odile.comesIn(meeting, { listed: true })
    await odile.isIn()
    const others: Seat[] = []
    for (const [key, name] of [
      ['helene', 'Hélène Lafable'],
      ['yvon', 'Yvon Duconte'],
      ['thuy', 'Thuy Roman'],
      ['lucille', 'Lucille Chimère'],
      ['marc', 'Marc-André Brouillon'],
    ] as const)
      others.push(await Seat.returns(server, room, name, `${key}.demo@example.org`))
    await mariama.comesIn(meeting, { listed: true })
    await mariama.isIn()
    await expect(odile.seat('Marc-André')).toBeVisible()
    await in_('salle-accueil', { dark: true })

    await animation(odile)
    await odile.button('Commencer').click()
    await in_('salle-animation', { dark: true })
    await proposesRound(odile, 'Comment j’arrive aujourd’hui?')
    await gallery.shows(mariama, 'salle-ronde-proposee', { window: true })
    await in_('salle-animation-ronde')
    await beginsRound(odile, [mariama])
    await isOffered(mariama)
    await gallery.shows(mariama, 'salle-offert', { window: true, dark: true })
    await mariama.button('Prendre le bâton').click()
    await holds(mariama)
    await gallery.shows(mariama, 'salle-tenu', { window: true, dark: true })
    await odile.page.keyboard.press('Escape')
    await odile.sees(/Mariama tient le bâton/)
    await in_('salle-tenu-par-une-autre', { dark: true })
    await mariama.button('Remettre au centre').click()
    await odile.sees('Le bâton est au centre')
    await in_('salle-au-centre')

    await animation(odile)
    await odile.button('Terminer la ronde').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terminer' }).click()
    await odile.sees('La ronde est terminée.')
    await odile.button('Étape suivante').click()
    await page.keyboard.press('Escape')
    await others[0]?.does('hands.raise')
    await others[1]?.does('chat.say', {
      id: crypto.randomUUID(),
      text: 'Le guide est là: https://example.org/guide',
    })
    await expect(odile.seat('Hélène')).toHaveAccessibleName(/main levée/)
    await in_('salle-mains')
    await odile.button('Clavardage').click()
    await odile.sees(/Le guide est là/)
    await in_('salle-clavardage', { dark: true })
    await odile.button('Personnes').click()
    await odile.sees(/personnes sont là/)
    await in_('salle-personnes')
    await odile.button('Notes').click()
    await page.getByRole('radio', { name: 'Décisions et suivis' }).click()
    await in_('salle-notes')
    await odile.button('Fermer le panneau').click()

    await odile.button('Tableau').click()
    await odile.button('Nouveau tableau').click()
    await page.getByRole('textbox', { name: 'Son nom' }).fill('Carte des appuis')
    await in_('salle-nouveau-tableau')
    await odile.button('Ouvrir le tableau').click()
    await odile.button('Montrer à tout le monde').click()
    const board = new Board(page)
    await board.isReady()
    await board.draws('Rectangle', [0.3, 0.2], [0.5, 0.35])
    await board.draws('Flèche', [0.55, 0.3], [0.7, 0.5])
    await board.draws('Crayon', [0.35, 0.5], [0.6, 0.65])
    await board.tool('Choisir et déplacer').click()
    await expect(board.saved()).toBeVisible()
    await in_('salle-tableau', { dark: true })
    await board.has(3)
    await page.getByRole('textbox', { name: 'Votre papillon' }).fill('Écouter sans corriger')
    await odile.button('Ajouter ce papillon').click()
    await in_('salle-tableau-plan')
    await odile.button('Tableau').click()
    await page.keyboard.press('Shift+?')
    await odile.sees('Aide et préférences')
    await in_('salle-aide')
    await page.keyboard.press('Escape')
    await odile.button('Quitter').click()
    await expect(page.getByRole('dialog', { name: /^Quitter la salle/ })).toBeVisible()
    await in_('salle-quitter')
    await odile.button('Rester').click()
    await animation(odile)
    await odile.button('Fermer la rencontre').click()
    await expect(page.getByRole('dialog', { name: /^Fermer la rencontre/ })).toBeVisible()
    await in_('salle-fermer')
    await page.getByRole('dialog').getByRole('button', { name: 'Fermer la rencontre' }).click()
    await expect(page.getByRole('link', { name: 'Lire le compte rendu' })).toBeVisible()
    await in_('salle-fermee')
    for (const seat of others) seat.goes()
  }

  async function signsInByLetter(person: Person, email: string): Promise<void> {
    await person.asks('POST', '/api/auth/link', { email })
    await person.signsInBy((await server.letter(email, 'entrer')).link)
  }

  expect(gallery.faults, gallery.faults.join('\n')).toEqual([])
})
