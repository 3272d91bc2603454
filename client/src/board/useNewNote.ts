import { CaptureUpdateAction, newElementWith } from '@excalidraw/excalidraw'
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types'
import { type RefObject, useEffect, useRef } from 'react'
import { fontIsThere, freePlace, makeNote, noteColours, topIndex } from './note.ts'
import type { BoardSession } from './session.ts'
import type { SceneElement } from './shape.ts'

type Drawing = RefObject<HTMLDivElement | null>

/** A press that went further than this was a drag, px. */
const drag = 6

/** Frames that are waited for the editor to open or close its text field: a busy machine takes more than one. */
const patience = 60

/**
 * Puts a note in the middle with its words open. People then press where they want it: while it says nothing it goes
 * there, its words open again. Otherwise the press left an empty note, and what was typed became shortcuts of tools.
 */
export function useNewNote(
  api: ExcalidrawImperativeAPI | undefined,
  session: BoardSession,
  place: Drawing,
): { readonly add: () => void; readonly forget: () => void } {
  const fresh = useRef<string>(undefined)
  const forget = () => {
    fresh.current = undefined
  }
  useEffect(() => {
    const paper = place.current?.firstElementChild
    if (!api || !(paper instanceof HTMLElement)) return
    let from: PointerEvent | undefined
    const down = (event: PointerEvent) => {
      from = event.isPrimary && event.target instanceof HTMLCanvasElement ? event : undefined
    }
    const up = (event: PointerEvent) => {
      const id = fresh.current
      const start = from
      from = undefined
      if (!id || !start || event.pointerId !== start.pointerId) return
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > drag) return
      const { left, top } = paper.getBoundingClientRect()
      const at = { x: start.clientX - left, y: start.clientY - top }
      whenClosed(api, patience, () => {
        if (fresh.current !== id) return
        if (!isEmpty(api, id)) fresh.current = undefined
        else {
          moveTo(api, id, at)
          openWords(api, place, id, patience)
        }
      })
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') fresh.current = undefined
    }
    paper.addEventListener('pointerdown', down, true)
    paper.addEventListener('pointerup', up, true)
    paper.addEventListener('keydown', key, true)
    return () => {
      paper.removeEventListener('pointerdown', down, true)
      paper.removeEventListener('pointerup', up, true)
      paper.removeEventListener('keydown', key, true)
    }
  }, [api, place])

  const add = async () => {
    if (!api) return
    await fontIsThere()
    const id = put(api, session)
    fresh.current = id
    openWords(api, place, id, patience)
  }
  return { add: () => void add(), forget }
}

const sceneOf = (api: ExcalidrawImperativeAPI) =>
  api.getSceneElementsIncludingDeleted() as unknown as readonly SceneElement[]

/** Puts an empty note near the middle of what is seen, and chooses it. */
function put(api: ExcalidrawImperativeAPI, session: BoardSession): string {
  const state = api.getAppState()
  const scene = sceneOf(api)
  const id = crypto.randomUUID()
  const { x, y } = freePlace(
    session.sync.elements(),
    state.width / 2 / state.zoom.value - state.scrollX,
    state.height / 2 / state.zoom.value - state.scrollY,
  )
  const colour = noteColours[scene.length % noteColours.length] ?? noteColours[0]
  const seed = Math.floor(Math.random() * 2 ** 31)
  const made = makeNote({ id, textId: '', seed, x, y, words: '', colour }, () => 0, topIndex(scene))
  api.updateScene({
    elements: [...scene, ...made] as never,
    appState: { selectedElementIds: { [id]: true } },
    captureUpdate: CaptureUpdateAction.IMMEDIATELY,
  })
  api.setActiveTool({ type: 'selection' })
  return id
}

/** Excalidraw opens the words of the chosen shape on Enter: the note is written at once. */
function openWords(api: ExcalidrawImperativeAPI, place: Drawing, id: string, frames: number): void {
  requestAnimationFrame(() => {
    const target = place.current?.querySelector<HTMLElement>('.excalidraw')
    if (!target || frames === 0) return
    if (!api.getAppState().selectedElementIds[id]) {
      openWords(api, place, id, frames - 1)
      return
    }
    target.focus()
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }))
  })
}

/** Calls `then` when the editor has let its text field go; never when it keeps it. */
function whenClosed(api: ExcalidrawImperativeAPI, frames: number, then: () => void): void {
  requestAnimationFrame(() => {
    if (frames === 0) return
    if (api.getAppState().editingTextElement) whenClosed(api, frames - 1, then)
    else then()
  })
}

/** True for a note that is there and says nothing. */
function isEmpty(api: ExcalidrawImperativeAPI, id: string): boolean {
  const scene = api.getSceneElements()
  return (
    scene.some((e) => e.id === id) &&
    !scene.some((e) => e.type === 'text' && e.containerId === id && e.originalText.trim() !== '')
  )
}

/** Puts a note's middle at a point of the drawing's box, px, and chooses it. A press on the note leaves it where it is. */
function moveTo(
  api: ExcalidrawImperativeAPI,
  id: string,
  at: { readonly x: number; readonly y: number },
): void {
  const { scrollX, scrollY, zoom } = api.getAppState()
  const [x, y] = [at.x / zoom.value - scrollX, at.y / zoom.value - scrollY]
  const elements = api.getSceneElementsIncludingDeleted().map((e) => {
    if (e.id !== id) return e
    const on = x >= e.x && x <= e.x + e.width && y >= e.y && y <= e.y + e.height
    return on ? e : newElementWith(e, { x: x - e.width / 2, y: y - e.height / 2 })
  })
  api.updateScene({
    elements,
    appState: { selectedElementIds: { [id]: true } },
    captureUpdate: CaptureUpdateAction.IMMEDIATELY,
  })
  api.setActiveTool({ type: 'selection' })
}
