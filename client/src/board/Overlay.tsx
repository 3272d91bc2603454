import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types'
import { useEffect, useRef, useState } from 'react'
import { hashOf } from '../ui/shapes/hash.ts'
import styles from './Board.module.css'
import { Cursors, type Shown } from './cursors.ts'
import { isNote } from './note.ts'
import type { BoardSession } from './session.ts'
import { signaturePlace, signerOf } from './signature.ts'
import type { BoardElement } from './wire.ts'

/** White words on them reach 7.2. */
const cursorColours = ['#7A3B63', '#1F5E6B', '#5A4A8C', '#14508C', '#6B4D28', '#2F6148', '#7A4A20', '#4A4F1E']

export const cursorColour = (member: string) =>
  cursorColours[hashOf(member) % cursorColours.length] ?? '#4A4F1E'

/**
 * What lies over the paper and is not in it: others' cursors, and in a meeting, on each note, the name of who wrote it.
 * Names are joined here, by the page: the board itself holds none.
 */
export function Overlay({
  api,
  session,
  names,
  authors,
}: {
  api: ExcalidrawImperativeAPI
  session: BoardSession
  names: Readonly<Record<string, string>>
  authors: Readonly<Record<string, string>>
}) {
  const layer = useRef<HTMLDivElement>(null)
  const dots = useRef<HTMLDivElement>(null)
  const cursors = useCursors(session)
  const notes = useNotes(session)

  useEffect(() => {
    const move = (x: number, y: number, zoom: number) => {
      layer.current?.style.setProperty('transform', `scale(${zoom}) translate(${x}px, ${y}px)`)
      layer.current?.style.setProperty('--unzoom', String(1 / zoom))
      dots.current?.style.setProperty('background-size', `${32 * zoom}px ${32 * zoom}px`)
      dots.current?.style.setProperty('background-position', `${x * zoom}px ${y * zoom}px`)
    }
    const { scrollX, scrollY, zoom } = api.getAppState()
    move(scrollX, scrollY, zoom.value)
    return api.onScrollChange((x, y, z) => move(x, y, z.value))
  }, [api])

  return (
    <>
      <div className={styles['dots']} ref={dots} aria-hidden />
      <div className={styles['overlay']} aria-hidden>
        <div ref={layer} className={styles['layer']}>
          {notes.map((note) => {
            const elements = session.sync.elements()
            const name = authors[signerOf(note, elements) ?? '']
            const spot = signaturePlace(note, elements)
            if (!name || !spot) return null
            return (
              <span
                key={note.id}
                className={styles['author']}
                style={{ transform: `translate(${spot.x}px, ${spot.y}px)`, maxWidth: spot.width }}
              >
                {name}
              </span>
            )
          })}
          {[...cursors].map(([member, { x, y, still }]) => (
            <div
              key={member}
              className={styles['cursor']}
              data-still={still || undefined}
              style={{ transform: `translate(${x}px, ${y}px)` }}
            >
              <div className={styles['cursorSize']} style={{ color: cursorColour(member) }}>
                <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
                  <path
                    d="M2 2 L20 9.5 L11.5 12 L8.5 20 Z"
                    fill="currentColor"
                    stroke="#fff"
                    strokeWidth="1.5"
                  />
                </svg>
                {names[member] && (
                  <span className={styles['cursorName']} style={{ background: cursorColour(member) }}>
                    {names[member]}
                  </span>
                )}
              </div>
            </div>
          ))}
        </div>
      </div>
    </>
  )
}

function useCursors(session: BoardSession): ReadonlyMap<string, Shown> {
  const [shown, setShown] = useState<ReadonlyMap<string, Shown>>(new Map())
  useEffect(() => {
    const cursors = new Cursors(session.link.me, setShown)
    const stop = session.link.onEphemeral((told) => cursors.hear(told))
    return () => {
      stop()
      cursors.close()
      setShown(new Map())
    }
  }, [session])
  return shown
}

function useNotes(session: BoardSession): readonly BoardElement[] {
  const [notes, setNotes] = useState<readonly BoardElement[]>([])
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      setNotes([...session.sync.elements().values()].filter((e) => isNote(e) && e['isDeleted'] !== true))
    }
    look()
    const stop = session.sync.onChange(() => {
      frame ||= requestAnimationFrame(look)
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [session])
  return notes
}
