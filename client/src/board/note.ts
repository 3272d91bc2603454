import { generateKeyBetween } from 'fractional-indexing'
import { difference } from './diff.ts'
import type { Elements } from './merge.ts'
import { type SceneElement, toBoard } from './shape.ts'
import type { BoardElement, BoardOp } from './wire.ts'

/** Nunito, Excalidraw's number for it: open licence, and it reads well. */
export const boardFont = 6
export const noteColours = ['#FBE7A6', '#CDE5CF', '#CFE0EC', '#F3D3CB', '#E0D8EE'] as const
export const ink = '#24211b'

const side = 200
const padding = 5
const fontSize = 20
const lineHeight = 1.35
const font = `${fontSize}px Nunito, sans-serif`

/** The width of a text in px, in the note's own type. */
export type Measure = (text: string) => number

/** Measures with the browser's own canvas; `fonts.load` is awaited by who inserts ready-made pieces. */
export function browserMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d')
  if (context) context.font = font
  // A little more than measured: a text that is cut is worse than a line that breaks early.
  return (text) => (context ? context.measureText(text).width : text.length * fontSize * 0.55) * 1.02
}

export const fontIsThere = async () => {
  await document.fonts.load(font, 'Aéœ’').catch(() => [])
}

/** Where a French line may break: never inside « », nor before : ; ! ? and signs. */
const breakable = /(?<!«) (?![»:;!?%$])/

function wrapped(words: string, width: number, measure: Measure): readonly string[] {
  return words.split('\n').flatMap((line) => {
    const lines: string[] = []
    let current = ''
    for (const word of line.split(breakable)) {
      const longer = current === '' ? word : `${current} ${word}`
      if (current !== '' && measure(longer) > width) {
        lines.push(current)
        current = word
      } else current = longer
    }
    return [...lines, current]
  })
}

const plain = {
  version: 1,
  versionNonce: 1,
  updated: 1,
  isDeleted: false,
  angle: 0,
  strokeStyle: 'solid',
  strokeWidth: 1,
  fillStyle: 'solid',
  roughness: 0,
  opacity: 100,
  groupIds: [],
  frameId: null,
  link: null,
  locked: false,
}

/** The text of a note as large as its words, centred in it; the note grows when they need more. */
function fitted(
  note: { x: number; y: number; width: number; height: number },
  words: string,
  measure: Measure,
) {
  const lines = wrapped(words, note.width - 2 * padding, measure)
  const width = Math.min(note.width - 2 * padding, Math.max(...lines.map(measure), 1))
  const height = lines.length * fontSize * lineHeight
  const tall = Math.max(note.height, height + 2 * padding)
  return {
    tall,
    words: {
      text: lines.join('\n'),
      originalText: words,
      x: note.x + (note.width - width) / 2,
      y: note.y + (tall - height) / 2,
      width,
      height,
    },
  }
}

export type NewNote = {
  readonly id: string
  readonly textId: string
  readonly seed: number
  readonly x: number
  readonly y: number
  readonly words: string
  readonly colour: string
}

/** A papillon as scene elements: a filled square and, when it says something, the text bound to it. */
export function makeNote(note: NewNote, measure: Measure, above: string | null): readonly SceneElement[] {
  const box = { x: note.x, y: note.y, width: side, height: side * 0.6 }
  const index = generateKeyBetween(above, null)
  const { tall, words } = fitted(box, note.words, measure)
  const paper: SceneElement = {
    ...plain,
    ...box,
    height: tall,
    id: note.id,
    type: 'rectangle',
    index,
    seed: note.seed,
    strokeColor: 'transparent',
    backgroundColor: note.colour.toLowerCase(),
    roundness: { type: 3, value: 6 },
    boundElements: note.words === '' ? [] : [{ id: note.textId, type: 'text' }],
    customData: { palabre: 'note' },
  }
  if (note.words === '') return [paper]
  const text: SceneElement = {
    ...plain,
    ...words,
    id: note.textId,
    type: 'text',
    index: generateKeyBetween(index, null),
    seed: note.seed,
    strokeColor: ink,
    backgroundColor: 'transparent',
    roundness: null,
    boundElements: [],
    fontSize,
    fontFamily: boardFont,
    lineHeight,
    textAlign: 'center',
    verticalAlign: 'middle',
    containerId: note.id,
    autoResize: true,
  }
  return [paper, text]
}

/** The key of what lies on top. */
export function topIndex(elements: Iterable<SceneElement | BoardElement>): string | null {
  let top: string | null = null
  for (const element of elements) {
    const index = element['index']
    if (typeof index === 'string' && index !== '' && (top === null || index > top)) top = index
  }
  return top
}

/** The free place for a note that is nearest to (x, y), its middle, on a grid around it. */
export function freePlace(
  elements: Elements,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const [wide, tall] = [side + 24, side * 0.6 + 24]
  const shown = [...elements.values()].filter(
    (e) => e['isDeleted'] !== true && (isNote(e) || e.type === 'text'),
  )
  const taken = (left: number, top: number) =>
    shown.some(
      (e) =>
        left < Number(e['x']) + Number(e['width']) &&
        left + side > Number(e['x']) &&
        top < Number(e['y']) + Number(e['height']) &&
        top + side * 0.6 > Number(e['y']),
    )
  const spots = [...Array(13 * 13).keys()]
    .map((i) => ({ column: (i % 13) - 6, row: Math.floor(i / 13) - 6 }))
    .toSorted((a, b) => far(a) - far(b) || a.row - b.row || a.column - b.column)
  for (const { column, row } of spots) {
    const [left, top] = [x - side / 2 + column * wide, y - side * 0.3 + row * tall]
    if (!taken(left, top)) return { x: left, y: top }
  }
  return { x: x - side / 2 + 30, y: y - side * 0.3 + 30 }
}

/** Downwards and to the right first: that is how people read. */
const far = ({ column, row }: { column: number; row: number }) =>
  column * column + row * row * 1.5 + (row < 0 ? 5 : 0) + (column < 0 ? 5 : 0)

export const isNote = (element: BoardElement) =>
  (element['customData'] as { palabre?: string } | null | undefined)?.palabre === 'note'

/** Operations that put a new note. */
export function addNote(note: NewNote, elements: Elements, measure: Measure): readonly BoardOp[] {
  return makeNote(note, measure, topIndex(elements.values())).flatMap((element) => {
    const made = toBoard(element)
    return made ? difference(undefined, made) : []
  })
}

/** Operations that give a text, or a note, other words. `textId` names the text of a note that had none. */
export function reword(
  target: BoardElement,
  elements: Elements,
  words: string,
  textId: string,
  measure: Measure,
): readonly BoardOp[] {
  if (target.type === 'text') return rewordText(target, elements, words, measure)
  const text = textOf(target, elements)
  if (text) return rewordText(text, elements, words, measure)
  const made = makeNote(
    { id: target.id, textId, seed: 1, x: Number(target['x']), y: Number(target['y']), words, colour: '' },
    measure,
    topIndex(elements.values()),
  )
  const label = made[1] && toBoard(made[1])
  if (!label) return []
  return [
    ...difference(undefined, { ...label, x: Number(target['x']) + padding }),
    { id: target.id, set: { boundElements: { add: [{ id: textId, type: 'text' }] } } },
  ]
}

function rewordText(
  text: BoardElement,
  elements: Elements,
  words: string,
  measure: Measure,
): readonly BoardOp[] {
  const holder = elements.get(String(text['containerId'] ?? ''))
  const scale = Number(text['fontSize']) / fontSize
  const sized: Measure = (line) => measure(line) * scale
  if (!holder) {
    const lines = words.split('\n')
    const now: BoardElement = {
      ...text,
      text: words,
      originalText: words,
      width: Math.max(...lines.map(sized), 1),
      height: lines.length * Number(text['fontSize']) * Number(text['lineHeight']),
    }
    return difference(text, now)
  }
  const box = {
    x: Number(holder['x']),
    y: Number(holder['y']),
    width: Number(holder['width']),
    height: Number(holder['height']),
  }
  const fit = fitted(box, words, sized)
  const grown =
    holder.type === 'arrow' || fit.tall === box.height
      ? []
      : difference(holder, { ...holder, height: fit.tall })
  return [...grown, ...difference(text, rounded({ ...text, ...fit.words }))]
}

const rounded = (element: BoardElement): BoardElement =>
  toBoard({ version: 0, ...element, isDeleted: element['isDeleted'] === true } as SceneElement) ?? element

/** The text bound to a shape. */
export function textOf(element: BoardElement, elements: Elements): BoardElement | undefined {
  for (const bound of (element['boundElements'] ?? []) as readonly { id: string; type: string }[]) {
    const text = bound.type === 'text' ? elements.get(bound.id) : undefined
    if (text && text['isDeleted'] !== true) return text
  }
  return undefined
}

/** Operations that move a piece, and the text in it, by px. */
export function moveBy(target: BoardElement, elements: Elements, dx: number, dy: number): readonly BoardOp[] {
  const text = target.type === 'text' ? undefined : textOf(target, elements)
  return [target, ...(text ? [text] : [])].flatMap((e) =>
    difference(e, rounded({ ...e, x: Number(e['x']) + dx, y: Number(e['y']) + dy })),
  )
}

/** Operations that take a piece away, or back. */
export function remove(target: BoardElement, elements: Elements, gone: boolean): readonly BoardOp[] {
  const text = target.type === 'text' ? undefined : textOf(target, elements)
  const bound = (target['boundElements'] ?? []) as readonly { id: string; type: string }[]
  const ids = gone
    ? [target.id, ...(text ? [text.id] : [])]
    : [target.id, ...bound.filter((b) => b.type === 'text').map((b) => b.id)]
  return ids.map((id) => ({ id, set: { isDeleted: gone } }))
}
