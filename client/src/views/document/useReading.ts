import { useEffect, useState } from 'react'
import type { Section } from './article.ts'

/** The section being read: the last one whose title has come near the top of the window. */
export function useReading(sections: readonly Section[]): string | undefined {
  const [reading, setReading] = useState<string>()
  useEffect(() => {
    const look = () => {
      const passed = sections.filter(({ id }) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top
        return top !== undefined && top < 160
      })
      setReading((passed.at(-1) ?? sections[0])?.id)
    }
    look()
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [sections])
  return reading
}
