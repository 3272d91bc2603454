import { useEffect, useRef } from 'react'
import { articleReader, type Section, sectionsOf } from './article.ts'
import styles from './Document.module.css'

// Made once: a policy's name may be used by one maker only.
const read = articleReader()

/** The document itself, as the server wrote it, on paper that stays light in the dark. */
export function Sheet({
  html,
  onSections,
}: {
  html: string
  onSections: (sections: readonly Section[]) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  useDocumentStyle()
  useEffect(() => {
    const article = read(html)
    const sections = sectionsOf(article)
    place.current?.replaceChildren(article)
    onSections(sections)
  }, [html, onSections])
  return <div ref={place} className={styles['sheet']} />
}

// The rules of documents belong to the server, which uses them for its own pages and files too.
function useDocumentStyle() {
  useEffect(() => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = '/api/style/document.css'
    document.head.append(link)
    return () => link.remove()
  }, [])
}
