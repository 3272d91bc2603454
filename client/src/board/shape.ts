import type { BoardElement, Value } from './wire.ts'

/** An element as Excalidraw hands it over; only what we read is named. */
export type SceneElement = {
  readonly id: string
  readonly type: string
  readonly version: number
  readonly isDeleted: boolean
  readonly [property: string]: unknown
}

type Kind = 'box' | 'path' | 'text'

const kinds: Readonly<Record<string, Kind>> = {
  rectangle: 'box',
  ellipse: 'box',
  diamond: 'box',
  line: 'path',
  arrow: 'path',
  freedraw: 'path',
  text: 'text',
}

export const kindOf = (type: string): Kind | undefined =>
  Object.hasOwn(kinds, type) ? kinds[type] : undefined

/** Properties that are one thought: whoever changes one says them all. */
export const groups: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  box: [['x', 'y', 'width', 'height', 'angle']],
  path: [['x', 'y', 'angle']],
  text: [
    ['x', 'y', 'angle'],
    ['width', 'height', 'text', 'originalText', 'fontSize', 'fontFamily', 'lineHeight', 'autoResize'],
  ],
}

const limit = 1e6
const longest = 10_000

const bounded = (value: unknown, low: number, high: number, fallback: number) =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : fallback

const hundredths = (value: unknown) => Math.round(bounded(value, -limit, limit, 0) * 100) / 100 + 0

const colour = (value: unknown, fallback: string) =>
  typeof value === 'string' && /^(transparent|#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8}))$/i.test(value)
    ? value
    : fallback

const among = (values: readonly string[], value: unknown, fallback: string | null) =>
  typeof value === 'string' && values.includes(value) ? value : fallback

const id = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,64}$/.test(value)

// Word processors leave vertical tabs and the like in what people paste.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g
const words = (value: unknown) =>
  (typeof value === 'string' ? value : '')
    .replaceAll('\r\n', '\n')
    .replace(controls, '')
    .slice(0, longest)
    .toWellFormed()

/** A link that boards keep, else nothing: the web or a letter, never a script. */
export function safeLink(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2000 || /[\s\\]/.test(value)) return null
  try {
    const { protocol, username, password, host } = new URL(value)
    if (protocol === 'mailto:') return value.includes('@') ? value : null
    const web = protocol === 'https:' || protocol === 'http:'
    return web && host && !username && !password && /^https?:\/\//i.test(value) ? value : null
  } catch {
    return null
  }
}

function roundness(value: unknown): Value {
  const { type, value: radius } = (value ?? {}) as { type?: number; value?: number }
  if (type !== 1 && type !== 2 && type !== 3) return null
  return typeof radius === 'number' ? { type, value: bounded(radius, 0, limit, 0) } : { type }
}

function binding(value: unknown): Value {
  const { elementId, focus, gap, fixedPoint } = (value ?? {}) as Record<string, unknown>
  if (!id(elementId)) return null
  const fixed = Array.isArray(fixedPoint) && fixedPoint.length === 2 ? fixedPoint : undefined
  return {
    elementId,
    focus: Math.round(bounded(focus, -1000, 1000, 0) * 1e4) / 1e4,
    gap: hundredths(gap),
    ...(fixed ? { fixedPoint: fixed.map((v) => Math.round(bounded(v, -1000, 1000, 0) * 1e4) / 1e4) } : {}),
  }
}

const heads = [
  'arrow',
  'bar',
  'dot',
  'circle',
  'circle_outline',
  'triangle',
  'triangle_outline',
  'diamond',
  'diamond_outline',
  'crowfoot_one',
  'crowfoot_many',
  'crowfoot_one_or_many',
]

function place(element: SceneElement, kind: Kind): Record<string, Value> {
  const width = hundredths(element['width'])
  const height = hundredths(element['height'])
  const size = kind === 'path' ? {} : { width: Math.abs(width), height: Math.abs(height) }
  return {
    x: hundredths(bounded(element['x'], -limit, limit, 0) + (kind === 'path' ? 0 : Math.min(0, width))),
    y: hundredths(bounded(element['y'], -limit, limit, 0) + (kind === 'path' ? 0 : Math.min(0, height))),
    ...size,
    angle: Math.round(bounded(element['angle'], -10, 10, 0) * 1e4) / 1e4 + 0,
  }
}

function look(element: SceneElement): Record<string, Value> {
  const bound = (element['boundElements'] as readonly { id: string; type: string }[] | null) ?? []
  const made = (element['customData'] as { palabre?: unknown } | undefined)?.palabre
  return {
    strokeColor: colour(element['strokeColor'], '#24211b'),
    backgroundColor: colour(element['backgroundColor'], 'transparent'),
    fillStyle: among(['solid', 'hachure', 'cross-hatch', 'zigzag'], element['fillStyle'], 'solid'),
    strokeWidth: bounded(element['strokeWidth'], 0, 100, 2),
    strokeStyle: among(['solid', 'dashed', 'dotted'], element['strokeStyle'], 'solid'),
    roughness: bounded(element['roughness'], 0, 10, 0),
    opacity: bounded(element['opacity'], 0, 100, 100),
    seed: Math.trunc(bounded(element['seed'], 0, 2 ** 31, 1)),
    roundness: roundness(element['roundness']),
    groupIds: ((element['groupIds'] as readonly string[] | undefined) ?? []).filter(id).slice(0, 50),
    boundElements: bound
      .filter((b) => id(b.id) && (b.type === 'text' || b.type === 'arrow'))
      .map((b) => ({ id: b.id, type: b.type }))
      .slice(0, 500),
    link: safeLink(element['link']),
    locked: element['locked'] === true,
    isDeleted: element.isDeleted,
    customData: made === 'note' || made === 'area' ? { palabre: made } : null,
  }
}

function wording(element: SceneElement): Record<string, Value> {
  return {
    text: words(element['text']),
    originalText: words(element['originalText'] ?? element['text']),
    fontSize: Math.round(bounded(element['fontSize'], 1, 1000, 20) * 100) / 100,
    fontFamily: Math.trunc(bounded(element['fontFamily'], 1, 20, 6)),
    lineHeight: Math.round(bounded(element['lineHeight'], 0.5, 5, 1.25) * 1e4) / 1e4,
    autoResize: element['autoResize'] !== false,
    textAlign: among(['left', 'center', 'right'], element['textAlign'], 'left'),
    verticalAlign: among(['top', 'middle', 'bottom'], element['verticalAlign'], 'top'),
    containerId: id(element['containerId']) ? element['containerId'] : null,
  }
}

function path(element: SceneElement): Record<string, Value> {
  const free = element.type === 'freedraw'
  const step = free ? 2 : 100
  const round = (v: unknown) => Math.round(bounded(v, -limit, limit, 0) * step) / step + 0
  const points = ((element['points'] as readonly (readonly number[])[] | undefined) ?? [])
    .slice(0, longest)
    .map(([x, y]) => [round(x), round(y)] as const)
  if (!free) {
    return {
      points,
      startBinding: binding(element['startBinding']),
      endBinding: binding(element['endBinding']),
      startArrowhead: among(heads, element['startArrowhead'], null),
      endArrowhead: among(heads, element['endArrowhead'], null),
      ...(element.type === 'arrow' ? { elbowed: element['elbowed'] === true } : {}),
    }
  }
  const simulated = element['simulatePressure'] !== false
  const pressures = simulated ? [] : ((element['pressures'] as readonly number[] | undefined) ?? [])
  return {
    points,
    pressures: pressures.slice(0, points.length).map((p) => Math.round(bounded(p, 0, 1, 0.5) * 100) / 100),
    simulatePressure: simulated,
  }
}

/**
 * The element as the board keeps it: what the server checks is already so here (bounds, rounding to a hundredth of a
 * pixel, half a pixel for strokes), so that an honest gesture is never refused. Undefined for types that boards do not hold.
 */
export function toBoard(element: SceneElement): BoardElement | undefined {
  const kind = kindOf(element.type)
  if (!kind || !id(element.id)) return undefined
  return {
    id: element.id,
    type: element.type,
    index: typeof element['index'] === 'string' ? element['index'] : '',
    ...place(element, kind),
    ...look(element),
    ...(kind === 'text' ? wording(element) : {}),
    ...(kind === 'path' ? path(element) : {}),
  }
}

/** True for what a click without a drag leaves: Excalidraw takes it away by itself. */
export function isNothing(element: BoardElement): boolean {
  const kind = kindOf(element.type)
  if (kind === 'text') return String(element['text']).trim() === ''
  if (kind === 'box') return element['width'] === 0 && element['height'] === 0
  return element.type !== 'freedraw' && (element['points'] as readonly unknown[]).length < 2
}

/**
 * The element for Excalidraw: what the board says, over what the scene has. `version` is this tab's own counter,
 * `nonce` any number.
 */
export function toScene(element: BoardElement, old: SceneElement | undefined, nonce: number): SceneElement {
  const { by: _by, ...said } = element
  return {
    groupIds: [],
    boundElements: null,
    link: null,
    locked: false,
    isDeleted: false,
    roundness: null,
    frameId: null,
    ...(kindOf(element.type) === 'path' ? { lastCommittedPoint: null } : {}),
    ...(element.type === 'text' ? { containerId: null } : {}),
    ...old,
    ...said,
    customData: element['customData'] ?? undefined,
    version: (old?.version ?? 0) + 1,
    versionNonce: nonce,
    updated: 1,
  } as SceneElement
}
