// Three people in real Chromium, with the fake microphone and camera, through the media server on loopback.
// Run from client/: node e2e/media/bench.mjs — it builds what it needs, prints its figures as JSON lines, and fails on the
// first thing that is not so.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'

const client = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'palabre-media-'))
const figures = {}

function figure(name, value) {
  figures[name] = value
  console.log(JSON.stringify({ bench: 'media', metric: name, value }))
}

/** Waits until `ok` answers something true; fails with what it last saw. */
async function until(what, ok, within = 20_000) {
  const limit = Date.now() + within
  for (;;) {
    const seen = await ok()
    if (seen === true || seen?.ok) return seen
    if (Date.now() > limit) assert.fail(`waited in vain for ${what}: ${JSON.stringify(seen)}`)
    await new Promise((r) => setTimeout(r, 20))
  }
}

async function prepare() {
  const binary = join(work, 'sfutest')
  const built = spawnSync('go', ['build', '-o', binary, './signaling/sfu/sfutest'], {
    cwd: resolve(client, '..'),
    stdio: 'inherit',
  })
  assert.equal(built.status, 0, 'the bench server does not build')
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(work, 'page'),
      emptyOutDir: true,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: () => 'page.js' },
    },
  })
  cpSync(join(import.meta.dirname, 'page.html'), join(work, 'page', 'index.html'))
}

async function startServer(at = '127.0.0.1:0') {
  const args = ['-page', join(work, 'page'), '-addr', at]
  const server = spawn(join(work, 'sfutest'), args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise((found, failed) => {
    server.once('exit', (code) => failed(new Error(`the bench server ended with ${code}`)))
    server.stdout.on('data', (data) => {
      const url = /listening (\S+)/.exec(String(data))?.[1]
      if (url) found(url)
    })
  })
  return { server, address }
}

/** A tone without a pause, so that silence is the gate's doing and nothing else's. */
function tone() {
  const rate = 48_000
  const samples = rate * 2
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples * 2, 40)
  for (let i = 0; i < samples; i++) {
    // A voice-like mixture: noise suppression would take a pure tone for noise.
    const wave =
      Math.sin((2 * Math.PI * 220 * i) / rate) * (0.5 + 0.5 * Math.sin((2 * Math.PI * 4 * i) / rate))
    wav.writeInt16LE(Math.round(wave * 12_000), 44 + i * 2)
  }
  const path = join(work, 'tone.wav')
  writeFileSync(path, wav)
  return path
}

/** With `autoplay` the page may make sound by itself, as it may in life once the person touched it or opened her microphone. */
function launch(autoplay = true) {
  return chromium.launch({
    executablePath: existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined,
    headless: true,
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${tone()}`,
      `--autoplay-policy=${autoplay ? 'no-user-gesture-required' : 'user-gesture-required'}`,
      '--allow-loopback-in-peer-connection',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  })
}

async function gate(grant, mode, ...members) {
  await sit({ grant, mode, members })
}

async function sit(audible) {
  const answer = await fetch(`${address}/audible`, { method: 'POST', body: JSON.stringify(audible) })
  assert.equal(answer.status, 200)
}

async function open(who, { mic = true, cam = true, connection = who } = {}) {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`${who}: ${error.message}`))
  await page.goto(`${address}/?member=${who}&connection=${connection}`)
  await enter(page, mic, cam)
  return page
}

async function enter(page, mic = true, cam = true) {
  await page.evaluate(([m, c]) => window.bench.join(m, c), [mic, cam])
}

const state = (page) => page.evaluate(() => window.bench.state())
const received = (page) => page.evaluate(() => window.bench.received())

/** What comes in during the next while. */
async function during(page, ms) {
  const before = await received(page)
  await page.waitForTimeout(ms)
  const after = await received(page)
  return Object.fromEntries(Object.keys(after).map((k) => [k, after[k] - before[k]]))
}

/** Sound comes in now. Looks from one moment to the next: connections that are built again count from nothing. */
async function hears(page, what) {
  let before = await received(page)
  await until(what, async () => {
    const now = await received(page)
    const heard = now.energy - before.energy > 1e-4
    before = now
    return heard || now
  })
}

async function meet() {
  // 1. A room without a gate is silent, and shows nothing; in a shared silence its cameras are seen.
  const [a, b, c] = [await open('awa'), await open('benoit'), await open('chantal')]
  for (const page of [a, b, c]) {
    await until('the link', async () => (await state(page)).link === 'live' || state(page))
    assert.deepEqual((await state(page)).pictures, [], 'cameras were shown before it was said how people sit')
  }
  await gate(0, 'only')
  for (const page of [a, b, c]) {
    await until('two cameras', async () => (await state(page)).pictures.length === 2 || state(page))
    await until('moving pictures', async () => (await received(page)).frames > 30 || received(page))
  }
  assert.equal((await received(b)).audioPackets, 0, 'sound was forwarded in a shared silence')

  // 2. Only the holder is heard; her own voice never comes back.
  await gate(1, 'only', 'awa')
  await Promise.all([hears(b, 'the holder'), hears(c, 'the holder')])
  await until('the name', async () => (await state(b)).voices.includes('awa') || state(b))
  assert.equal((await received(a)).audioPackets, 0, 'the holder hears herself')

  // 3. The gate closes: no packet, and no energy once the browser has played out what it had.
  await gate(1, 'nobody')
  await b.waitForTimeout(1000)
  const quiet = await during(b, 1500)
  assert.equal(quiet.audioPackets, 0, 'packets came through a closed gate')
  assert.ok(quiet.energy < 1e-6, `energy ${quiet.energy} through a closed gate`)

  // 4. Hand-overs: how long until the new holder's first packet is forwarded, and is anything lost on the way.
  const before = await received(b)
  const waits = []
  for (let grant = 2; grant < 14; grant++) {
    await gate(grant, 'only', grant % 2 === 0 ? 'awa' : 'chantal')
    const seen = await until('the new holder', async () => {
      const stats = await (await fetch(`${address}/stats`)).json()
      const g = stats.Grants.find((x) => x.Grant === grant)
      return g && g.Forwarded >= 15 ? { ok: true, g } : g
    })
    waits.push(Date.parse(seen.g.First) - Date.parse(seen.g.Since))
  }
  const after = await received(b)
  waits.sort((x, y) => x - y)
  figure('handover_p50_ms', waits[Math.floor(waits.length / 2)])
  figure('handover_max_ms', waits.at(-1))
  figure('handover_lost_packets', after.lost - before.lost)
  // A packet comes every 20 ms; the rest is what a busy machine adds.
  assert.ok(waits[Math.floor(waits.length / 2)] < 100, `hand-overs took ${waits} ms`)
  assert.ok(waits.at(-1) < 1000, `a hand-over took ${waits.at(-1)} ms`)
  assert.ok(after.lost - before.lost <= 2, `${after.lost - before.lost} packets lost over twelve hand-overs`)

  // 5. Open talk: two voices at once.
  await gate(14, 'everyone')
  await until('two voices', async () => (await state(b)).voices.length === 2 || state(b))
  await hears(b, 'the open talk')

  // 5b. Two of them in a small group: the third hears and sees nobody, without a word of negotiation, and then all again.
  const sitApart = { group: 'g', people: ['awa', 'benoit'], mode: 'everyone' }
  await sit({ grant: 15, mode: 'everyone', apart: [sitApart] })
  await until('nobody else to be shown', async () => (await state(c)).pictures.length === 0 || state(c))
  await until('nobody else to be named', async () => (await state(c)).voices.length === 0 || state(c))
  for (const [page, other] of [
    [a, 'benoit'],
    [b, 'awa'],
  ]) {
    await until(
      'her circle to be shown',
      async () => (await state(page)).pictures.join() === other || state(page),
    )
    await until(
      'her circle to be named',
      async () => (await state(page)).voices.join() === other || state(page),
    )
    await hears(page, 'her circle')
  }
  await until('the decoder to be done', async () => (await during(c, 400)).frames === 0)
  const alone = await during(c, 1500)
  assert.equal(alone.audioPackets, 0, `${alone.audioPackets} packets of another circle`)
  assert.equal(alone.frames, 0, 'pictures of another circle')
  await gate(16, 'everyone')
  await until('all to be shown again', async () => (await state(c)).pictures.length === 2 || state(c))
  await hears(c, 'the open talk again')
  const framesApart = (await received(c)).frames
  await until(
    'moving pictures again',
    async () => (await received(c)).frames > framesApart + 20 || received(c),
  )

  // 6. Mute and camera off by the person.
  await a.evaluate(() => {
    window.bench.session.setMic(false)
    window.bench.session.takeCam(null)
  })
  await until('the camera to go', async () => !(await state(b)).pictures.includes('awa') || state(b))
  await a.evaluate(() => window.bench.openCam())
  await a.evaluate(() => window.bench.session.setMic(true))
  await until('the camera to come back', async () => (await state(b)).pictures.includes('awa') || state(b))
  const seenBefore = (await received(b)).frames
  await until('its pictures', async () => (await received(b)).frames > seenBefore + 30 || received(b))

  // 7. A large picture on demand.
  await b.evaluate(() => window.bench.session.want({ awa: 'high', chantal: 'low' }))
  const large = await until('a large picture', async () => {
    const now = await received(b)
    return now.height >= 360 ? { ok: true, ...now } : now
  })
  figure('large_picture_height', large.height)

  // 8. Sound only.
  await c.evaluate(() => window.bench.session.setAudioOnly(true))
  await until('the pictures to stop', async () => (await state(c)).pictures.length === 0 || state(c))
  // A busy machine still decodes what came before.
  await until('the decoder to be done', async () => (await during(c, 400)).frames === 0)
  const soundOnly = await during(c, 1500)
  assert.equal(soundOnly.frames, 0, 'pictures for somebody who wants sound only')
  assert.ok(soundOnly.audioPackets > 20, 'sound stopped with the pictures')
  await c.evaluate(() => window.bench.session.setAudioOnly(false))
  const framesBefore = (await received(c)).frames
  await until('the pictures again', async () => (await received(c)).frames > framesBefore + 20 || received(c))

  // 9. The socket is lost and found: sound goes on over both restarts.
  await gate(17, 'only', 'awa')
  await hears(b, 'the holder')
  await a.evaluate(() => window.bench.reconnect())
  await until('the link again', async () => (await state(a)).link === 'live' || state(a))
  const overRestart = await during(b, 2000)
  figure('audio_packets_in_2s_after_restart', overRestart.audioPackets)
  assert.ok(
    overRestart.audioPackets > 60,
    `${overRestart.audioPackets} packets in two seconds after the restart`,
  )

  // A closed microphone costs next to nothing: silence is a packet now and then.
  await a.evaluate(() => window.bench.session.setMic(false))
  await b.waitForTimeout(1000)
  const muted = await during(b, 2000)
  figure('packets_per_s_of_a_closed_microphone', muted.audioPackets / 2)
  assert.ok(muted.audioPackets < 30, `${muted.audioPackets} packets in two seconds of silence`)
  await a.evaluate(() => window.bench.session.setMic(true))

  // 10. A reload: the holder is heard and seen again.
  const url = a.url().replace('connection=awa', 'connection=awa-2')
  await a.goto(url)
  await enter(a)
  await hears(b, 'the holder after her reload')
  await until('her camera', async () => (await state(b)).pictures.includes('awa') || state(b))

  // 11. Somebody who only listens, then opens her microphone: nothing is negotiated again.
  const d = await open('dina', { mic: false, cam: false })
  await hears(d, 'the holder')
  await gate(18, 'only', 'dina')
  await d.evaluate(() => window.bench.openMic())
  await hears(b, 'somebody who opened her microphone later')

  // A browser that plays nothing before a gesture says so, and plays from the gesture on.
  const strict = await launch(false)
  try {
    const e = await (await strict.newContext()).newPage()
    const told = (what) => e.waitForEvent('console', { predicate: (m) => m.text() === what, timeout: 20_000 })
    const held = told('soundBlocked true')
    await e.goto(`${address}/?member=emile&connection=emile&listen=1`)
    await held
    const released = told('soundBlocked false')
    await e.mouse.click(5, 5)
    await released
    await hears(e, 'sound after the gesture')
  } finally {
    await strict.close()
  }

  // 12. How long from joining to the first sound.
  await d.context().close()
  await gate(19, 'only', 'awa')
  const joins = []
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${address}/?member=essai&connection=join${i}`)
    joins.push(
      await page.evaluate(async () => {
        const pressed = await window.bench.join(false, false)
        const since = () => Math.round(performance.now() - pressed)
        const seen = {}
        for (;;) {
          const now = await window.bench.received()
          if (window.bench.state().voices.length > 0) seen.offered ??= since()
          if (now.audioPackets > 0) seen.packet ??= since()
          if (now.energy > 0) return { ...seen, sound: since() }
          await new Promise((r) => setTimeout(r, 5))
        }
      }),
    )
    await context.close()
  }
  for (const what of ['offered', 'packet', 'sound']) {
    const times = joins.map((j) => j[what]).sort((x, y) => x - y)
    figure(`join_to_${what}_p50_ms`, times[2])
    figure(`join_to_${what}_max_ms`, times[4])
  }

  // 13. The server dies and comes back: nobody touches anything, and the holder is heard again.
  server.kill('SIGKILL')
  await new Promise((dead) => server.once('close', dead))
  ;({ server } = await startServer(new URL(address).host))
  await gate(20, 'only', 'awa')
  const back = Date.now()
  await Promise.all([a, b, c].map((page) => page.evaluate(() => window.bench.reconnect())))
  await Promise.all([hears(b, 'the holder after the crash'), hears(c, 'the holder after the crash')])
  figure('crash_to_first_sound_ms', Date.now() - back)
  await until('her camera', async () => (await state(b)).pictures.includes('awa') || state(b))

  // 14. Everything begins anew while the browser is at a description, which it then never ends: she hears, and is heard.
  for (const slow of ['createOffer', 'setLocalDescription', 'setRemoteDescription', 'createAnswer']) {
    await Promise.all([a, b].map((page) => page.evaluate((s) => window.bench.beginTwice(s), slow)))
    await hears(b, `the holder, after both began anew during ${slow}`)
    for (const page of [a, b]) {
      await until('the link', async () => (await state(page)).link === 'live' || state(page))
    }
  }
}

await prepare()
let { server, address } = await startServer()
const browser = await launch()
try {
  await meet()
  console.log('media: everything holds')
} finally {
  await browser.close()
  server.kill('SIGINT')
  rmSync(work, { recursive: true, force: true })
}
