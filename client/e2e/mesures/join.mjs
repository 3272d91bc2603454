// How long it takes to be in the room, and how much is fetched: figures of the real binary in real Chromium, as JSON
// lines on stdout. Run from client/: node e2e/mesures/join.mjs [joins]. PALABRE_BIN says which binary.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { flags } from '../fixtures/chromium.ts'
import { plansMeeting } from '../fixtures/meeting.ts'
import { Person } from '../fixtures/person.ts'
import { Server } from '../fixtures/server.ts'

const joins = Number(process.argv[2] ?? 12)
const launch = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags() }

const tell = (metric, unit, value) =>
  console.log(JSON.stringify({ metric, unit, value: Math.round(value * 10) / 10 }))

/** The value that `part` of the others do not pass. */
function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)]
}

/** Runs in the page: notes the press on « Entrer », the first view of the room, and the first sound. */
function watch() {
  window.times = {}
  const note = (name) => {
    window.times[name] ??= performance.now()
  }
  document.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.closest('button')?.textContent?.includes('Entrer'))
        note('pressed')
    },
    true,
  )
  new MutationObserver(() => {
    if (window.times.pressed && document.querySelector('[role="list"][aria-label^="Cercle"] li')) {
      requestAnimationFrame(() => note('view'))
    }
  }).observe(document, { subtree: true, childList: true })
  const listen = async () => {
    for (const peer of window.probe?.peers ?? []) {
      for (const one of (await peer.getStats()).values()) {
        if (one.type === 'inbound-rtp' && one.kind === 'audio' && (one.totalAudioEnergy ?? 0) > 0)
          note('audio')
      }
    }
    if (!window.times.audio) setTimeout(listen, 10)
  }
  void listen()
}

async function measureJoins(server, browser, lead, meeting) {
  const views = []
  const sounds = []
  const member = await Person.arrives(browser, server, 'Benoît Exemple')
  await lead.asks('POST', `/api/communities/${meeting.community}/invitations`, {
    emails: ['benoit@example.org'],
  })
  await member.signsInBy((await server.letter('benoit@example.org', 'invitation')).link)
  await member.context.addInitScript(watch)
  for (let i = 0; i < joins; i++) {
    await member.page.goto('/livez')
    await member.page.evaluate(() => localStorage.clear())
    await member.page.goto(`/r/${meeting.id}/antichambre`)
    await member.page.getByText('On vous entend bien.').waitFor()
    await member.page.getByText(/^J’ai lu/).click()
    await member.button('Entrer').click()
    await member.page.waitForFunction(() => window.times.view && window.times.audio, undefined, {
      timeout: 20_000,
    })
    const { pressed, view, audio } = await member.page.evaluate(() => window.times)
    views.push(view - pressed)
    sounds.push(audio - pressed)
  }
  await member.context.close()
  for (const [name, values] of [
    ['join.view', views],
    ['join.audio', sounds],
  ]) {
    tell(`${name}_p50_ms`, 'ms', quantile(values, 0.5))
    tell(`${name}_p95_ms`, 'ms', quantile(values, 0.95))
  }
}

const dist = join(import.meta.dirname, '../../dist')

/** What a file of the client weighs with gzip, in bytes; a path that is a screen's is the page itself. */
function gzipped(path) {
  const name = /\.[a-z0-9]+$/.test(path) ? path : '/index.html'
  return gzipSync(readFileSync(join(dist, name))).length
}

/** Counts what comes while `act` happens, in KiB: code with gzip, whatever the line carried; faces as they are. */
async function transferred(page, act) {
  const line = await page.context().newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.setCacheDisabled', { cacheDisabled: true })
  const paths = new Map()
  const files = new Set()
  let faces = 0
  line.on('Network.requestWillBeSent', ({ requestId, request }) =>
    paths.set(requestId, new URL(request.url).pathname),
  )
  line.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId) ?? ''
    if (path.startsWith('/api/') || path === '/ws') return
    if (/\.(woff2?|ttf)$/.test(path)) faces += encodedDataLength
    else files.add(path)
  })
  await act()
  await page.waitForLoadState('networkidle')
  await line.detach()
  const code = [...files].reduce((sum, path) => sum + gzipped(path), 0)
  return { code: code / 1024, faces: faces / 1024 }
}

/** From asking for the page to being able to press its button, on a line and a machine as they are. */
async function measureFirstScreen(server, browser) {
  const times = []
  const weights = []
  const faces = []
  for (let i = 0; i < 5; i++) {
    const person = await Person.arrives(browser, server, 'Chantal Fictive')
    await person.context.addInitScript(() => {
      new MutationObserver(() => {
        const button = [...document.querySelectorAll('button')].some((one) =>
          one.textContent?.includes('Recevoir mon lien'),
        )
        if (button) window.ready ??= performance.now()
      }).observe(document, { subtree: true, childList: true })
    })
    const came = await transferred(person.page, () => person.page.goto('/connexion'))
    weights.push(came.code)
    faces.push(came.faces)
    times.push(await person.page.evaluate(() => window.ready))
    await person.context.close()
  }
  tell('weight.first_screen_kib_gzip', 'KiB', quantile(weights, 0.5))
  tell('weight.first_screen_faces_kib', 'KiB', quantile(faces, 0.5))
  tell('weight.first_screen_tti_ms', 'ms', quantile(times, 0.5))
}

async function measureBoard(lead) {
  const { page } = lead
  await lead.button('Tableau').click()
  await lead.button('Nouveau tableau').click()
  await page.getByRole('textbox', { name: 'Son nom' }).fill('Carte des appuis')
  const { code } = await transferred(page, async () => {
    await lead.button('Ouvrir le tableau').click()
    await page.getByRole('toolbar', { name: 'Outils de dessin' }).waitFor()
  })
  tell('weight.board_kib_gzip', 'KiB', code)
}

const server = await Server.start()
const browser = await chromium.launch(launch)
try {
  const lead = await Person.arrives(browser, server, 'Awa Modèle')
  const meeting = await plansMeeting(server, lead)
  await measureFirstScreen(server, browser)
  await lead.comesIn(meeting.id)
  await lead.isIn()
  await lead.button('Micro fermé').click()
  await measureJoins(server, browser, lead, meeting)
  await measureBoard(lead)
} finally {
  await browser.close()
  await server.end()
}
