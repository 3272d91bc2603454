import type { SceneElement } from './shape.ts'

const common = {
  version: 1,
  versionNonce: 1,
  updated: 1,
  isDeleted: false,
  x: 0,
  y: 0,
  width: 100,
  height: 50,
  angle: 0,
  strokeColor: '#24211b',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 0,
  opacity: 100,
  seed: 5,
  roundness: null,
  groupIds: [],
  frameId: null,
  boundElements: null,
  link: null,
  locked: false,
  index: null,
}

/** Elements as Excalidraw makes them. */
export const rectangle = (id: string, more: object = {}): SceneElement => ({
  ...common,
  type: 'rectangle',
  id,
  ...more,
})

export const freedraw = (
  id: string,
  points: readonly (readonly number[])[],
  more: object = {},
): SceneElement => ({
  ...common,
  type: 'freedraw',
  id,
  points,
  pressures: [],
  simulatePressure: true,
  lastCommittedPoint: null,
  ...more,
})

export const text = (id: string, words: string, more: object = {}): SceneElement => ({
  ...common,
  type: 'text',
  id,
  text: words,
  originalText: words,
  fontSize: 20,
  fontFamily: 6,
  lineHeight: 1.25,
  autoResize: true,
  textAlign: 'left',
  verticalAlign: 'top',
  containerId: null,
  ...more,
})

/** What a gesture does: the element changed, its version one more. */
export const edited = (element: SceneElement, more: object): SceneElement => ({
  ...element,
  ...more,
  version: element.version + 1,
})
