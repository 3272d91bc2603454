import '@excalidraw/excalidraw/index.css'
import { CaptureUpdateAction, Excalidraw, newElementWith } from '@excalidraw/excalidraw'
import type { AppState, ExcalidrawImperativeAPI, NormalizedZoomValue } from '@excalidraw/excalidraw/types'
import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import styles from './Board.module.css'
import { boardFont, ink } from './note.ts'
import { Overlay } from './Overlay.tsx'
import { Palette, type ToolName } from './Palette.tsx'
import { type Look, type Style, StyleBar } from './StyleBar.tsx'
import { SceneMirror } from './scene.ts'
import { type BoardSession, sendEvery } from './session.ts'
import type { SceneElement } from './shape.ts'
import { useNewNote } from './useNewNote.ts'
import type { BoardOp } from './wire.ts'
import { useForgetting } from './withdraw.ts'
import { Zoom } from './Zoom.tsx'

// Its faces come from our own server (build/excalidraw-fonts.ts), never from elsewhere.
;(window as unknown as { EXCALIDRAW_ASSET_PATH: string }).EXCALIDRAW_ASSET_PATH = '/'

type Scene = Parameters<ExcalidrawImperativeAPI['updateScene']>[0]['elements']

const asScene = (elements: readonly SceneElement[]) => elements as unknown as NonNullable<Scene>
const asElements = (elements: readonly unknown[]) => elements as readonly SceneElement[]

/** Cursors are told at most ten times a second. */
const cursorEvery = 100

/** What is in this person's hand: nothing from afar may replace it under the pointer. */
function inHand(state: AppState): ReadonlySet<string> {
  const ids = [
    state.newElement?.id,
    state.multiElement?.id,
    state.resizingElement?.id,
    state.editingTextElement?.id,
    (state.editingTextElement as { containerId?: string | null } | null)?.containerId,
    state.editingLinearElement?.elementId,
    state.selectedLinearElement?.elementId,
  ]
  if (state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating) {
    ids.push(...Object.keys(state.selectedElementIds))
  }
  return new Set(ids.filter((id): id is string => typeof id === 'string'))
}

const nothing = Object.freeze({ image: false })
const noActions = Object.freeze({
  changeViewBackgroundColor: false,
  clearCanvas: false,
  export: false as const,
  loadScene: false,
  saveToActiveFile: false,
  saveAsImage: false,
  toggleTheme: false,
})
const offered = { tools: nothing, canvasActions: noActions }

const palette = {
  currentItemFontFamily: boardFont,
  currentItemStrokeColor: ink,
  currentItemRoughness: 0,
  currentItemFillStyle: 'solid' as const,
  currentItemStrokeWidth: 1,
  currentItemRoundness: 'round' as const,
  viewBackgroundColor: 'transparent',
}

/** The drawing itself. Everything that Excalidraw is stays in this file and what it imports. */
export default function Canvas({
  session,
  names,
  authors,
  readOnly,
  chosen,
  onChoose,
}: {
  session: BoardSession
  /** Of whom cursors are. */
  names: Readonly<Record<string, string>>
  /** Under whose notes a name stands. */
  authors: Readonly<Record<string, string>>
  readOnly: boolean
  /** The piece chosen in the outline, to be shown here. */
  chosen: string | undefined
  onChoose: (id: string | undefined) => void
}) {
  const { i18n, t } = useLingui()
  const handle = useRef<ExcalidrawImperativeAPI>(undefined)
  const [api, setApi] = useState<ExcalidrawImperativeAPI>()
  const [tool, setTool] = useState<ToolName>('selection')
  const [zoom, setZoom] = useState(1)
  const [look, setLook] = useState<Look>()
  const place = useRef<HTMLDivElement>(null)
  const mirror = useRef<SceneMirror>(undefined)
  mirror.current ??= new SceneMirror(session.sync, Math.random)
  const wake = useSync(session, api, mirror.current)
  const cursor = useCursor(session)
  const note = useNewNote(api, session, place)
  const forget = useCallback(() => handle.current?.history.clear(), [])
  useForgetting(session.link, forget)
  const start = useMemo(() => ({ elements: [], appState: { ...palette, zenModeEnabled: false } }), [])

  const onChange = useCallback(
    (elements: readonly unknown[], state: AppState) => {
      // The first change says that Excalidraw is done loading: whatever is put in it before, it throws away.
      setApi(handle.current)
      setTool(state.activeTool.type as ToolName)
      setZoom(state.zoom.value)
      const selected = Object.keys(state.selectedElementIds)
      setLook((before) => same(before, lookOf(asElements(elements), state)))
      onChoose(selected.length === 1 ? selected[0] : undefined)
      wake()
    },
    [wake, onChoose],
  )

  useEffect(() => {
    if (!api || !chosen || api.getAppState().selectedElementIds[chosen]) return
    const element = api.getSceneElements().find((e) => e.id === chosen)
    if (!element) return
    api.updateScene({
      appState: { selectedElementIds: { [chosen]: true } },
      captureUpdate: CaptureUpdateAction.NEVER,
    })
    api.scrollToContent(element, { animate: false })
  }, [api, chosen])

  // Excalidraw's own keys are the only way to its history that is there at every width. Both modifiers: it looks at
  // the one of its system.
  const history = (shiftKey: boolean) =>
    place.current?.querySelector('.excalidraw')?.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'z',
        code: 'KeyZ',
        ctrlKey: true,
        metaKey: true,
        shiftKey,
        bubbles: true,
      }),
    )

  return (
    <div className={styles['drawing']} ref={place} data-readonly={readOnly || undefined}>
      <div
        className={styles['paper']}
        onPointerLeave={(event) => {
          if (event.pointerType !== 'touch') cursor.leave()
        }}
      >
        <Excalidraw
          excalidrawAPI={(given) => {
            handle.current = given
          }}
          initialData={start}
          langCode={i18n.locale.startsWith('en') ? 'en' : 'fr-FR'}
          theme="light"
          viewModeEnabled={readOnly}
          UIOptions={offered}
          aiEnabled={false}
          validateEmbeddable={false}
          isCollaborating={false}
          handleKeyboardGlobally={false}
          onChange={onChange as never}
          onPointerUpdate={cursor.move}
          onPaste={(data) => !data.mixedContent && !data.programmaticAPI}
          name={t`Tableau`}
        />
      </div>
      {api && <Overlay api={api} session={session} names={names} authors={authors} />}
      {/* Tools come once they work: a press before that would be lost. */}
      {api && !readOnly && (
        <Palette
          tool={tool}
          onTool={(type) => {
            note.forget()
            api?.setActiveTool({ type, locked: type === 'freedraw' })
          }}
          onNote={note.add}
          onUndo={() => history(false)}
          onRedo={() => history(true)}
        />
      )}
      {!readOnly && look && <StyleBar look={look} onStyle={(style) => restyle(api, style)} />}
      <Zoom
        zoom={zoom}
        onOut={() => zoomBy(api, 0.8)}
        onIn={() => zoomBy(api, 1.25)}
        onWhole={() => api && showWhole(api)}
      />
    </div>
  )
}

/** The look of what is chosen, else of what the tool draws next; nothing when there is neither. */
function lookOf(scene: readonly SceneElement[], state: AppState): Look | undefined {
  const chosen = scene.find((e) => state.selectedElementIds[e.id] && !e.isDeleted)
  const draws = !['selection', 'eraser', 'hand', 'laser'].includes(state.activeTool.type)
  if (!chosen && !draws) return undefined
  if (!chosen) {
    return {
      strokeColor: state.currentItemStrokeColor,
      backgroundColor: state.currentItemBackgroundColor,
      strokeWidth: state.currentItemStrokeWidth,
    }
  }
  const words = scene.find((e) => e['containerId'] === chosen.id && !e.isDeleted)
  return {
    strokeColor: String((chosen['strokeColor'] === 'transparent' && words ? words : chosen)['strokeColor']),
    backgroundColor: String(chosen['backgroundColor']),
    strokeWidth: Number(chosen['strokeWidth']),
  }
}

const same = (before: Look | undefined, now: Look | undefined) =>
  before &&
  now &&
  before.strokeColor === now.strokeColor &&
  before.backgroundColor === now.backgroundColor &&
  before.strokeWidth === now.strokeWidth
    ? before
    : now

/** Gives what is chosen, and what is drawn next, this style. A note has no outline: its ink is that of its words. */
function restyle(api: ExcalidrawImperativeAPI | undefined, style: Style) {
  if (!api) return
  const { selectedElementIds } = api.getAppState()
  const scene = api.getSceneElementsIncludingDeleted()
  const next = scene.map((element) => {
    const holder = element.type === 'text' && element.containerId ? element.containerId : element.id
    if (!selectedElementIds[element.id] && !selectedElementIds[holder]) return element
    const note = element.customData?.['palabre'] === 'note'
    if (('strokeColor' in style || 'strokeWidth' in style) && note) return element
    if ('backgroundColor' in style && element.type === 'text') return element
    return newElementWith(element, style)
  })
  const current = {
    ...('strokeColor' in style ? { currentItemStrokeColor: style.strokeColor } : {}),
    ...('backgroundColor' in style ? { currentItemBackgroundColor: style.backgroundColor } : {}),
    ...('strokeWidth' in style ? { currentItemStrokeWidth: style.strokeWidth } : {}),
  }
  api.updateScene({
    elements: next,
    appState: current as never,
    captureUpdate: CaptureUpdateAction.IMMEDIATELY,
  })
}

/** How much of each side the tools may cover (px): what is drawn there would be seen under them. */
const underTools = { top: 64, right: 64, bottom: 64, left: 64 }

/** Shows all that is on the board, none of it under the tools. */
const showWhole = (api: ExcalidrawImperativeAPI) =>
  api.scrollToContent(undefined, { fitToContent: true, animate: false, canvasOffsets: underTools })

/** Zooms around the middle of what is seen. */
function zoomBy(api: ExcalidrawImperativeAPI | undefined, factor: number) {
  if (!api) return
  const { zoom, width, height, scrollX, scrollY } = api.getAppState()
  const value = Math.min(4, Math.max(0.1, zoom.value * factor))
  const shift = (size: number) => size / 2 / value - size / 2 / zoom.value
  api.updateScene({
    appState: {
      zoom: { value: value as NormalizedZoomValue },
      scrollX: scrollX + shift(width),
      scrollY: scrollY + shift(height),
    },
    captureUpdate: CaptureUpdateAction.NEVER,
  })
}

/** Ties the scene to the replica; the function that it gives says "something changed here". */
function useSync(
  session: BoardSession,
  api: ExcalidrawImperativeAPI | undefined,
  mirror: SceneMirror,
): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wake = useRef(() => {})

  useEffect(() => {
    if (!api) return
    const { sync } = session
    let seen = false
    const scene = () => asElements(api.getSceneElementsIncludingDeleted())
    const flush = () => sync.submit(mirror.take(scene()))
    const show = (ids: Iterable<string>) => {
      const next = mirror.show(scene(), ids, inHand(api.getAppState()))
      if (!next) return
      api.updateScene({ elements: asScene(next), captureUpdate: CaptureUpdateAction.NEVER })
      if (!seen && next.length > 0) showWhole(api)
      seen ||= next.length > 0
    }
    const tick = () => {
      timer.current = undefined
      if (sync.state.may === 'write' && !sync.crowded) flush()
      if (mirror.waits) {
        show([])
        if (mirror.waits) wake.current()
      }
      if (sync.crowded) wake.current()
    }
    wake.current = () => {
      session.touch()
      timer.current ??= setTimeout(tick, sendEvery)
    }
    session.drawn = () => mirror.peek(scene())
    const again = (id: string, lost: readonly BoardOp[]) => {
      mirror.again(id, lost)
      wake.current()
    }
    const stops = [sync.onBefore(flush), sync.onChange(show), sync.onAgain(again)]
    show(sync.elements().keys())
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
      flush()
      session.drawn = () => []
      for (const stop of stops) stop()
    }
  }, [api, session, mirror])

  return useCallback(() => wake.current(), [])
}

function useCursor(session: BoardSession) {
  const last = useRef(0)
  useEffect(() => () => session.link.sendEphemeral('cursor', null), [session])
  const move = useCallback(
    ({ pointer }: { pointer: { x: number; y: number; tool: 'pointer' | 'laser' } }) => {
      const now = performance.now()
      if (now - last.current < cursorEvery) return
      last.current = now
      session.link.sendEphemeral('cursor', {
        x: Math.round(pointer.x),
        y: Math.round(pointer.y),
        tool: pointer.tool,
      })
    },
    [session],
  )
  const leave = useCallback(() => session.link.sendEphemeral('cursor', null), [session])
  return { move, leave }
}
