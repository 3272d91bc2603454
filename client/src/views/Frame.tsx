import { useLingui } from '@lingui/react/macro'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page, type PageProps } from '../ui/Page.tsx'
import { useLanguage } from './languages.ts'

export { Arriving } from './Arriving.tsx'

/** The frame of our pages outside the room. Without `person`, nobody is signed in and no place is offered. */
export function Frame({
  children,
  person,
  tools,
  onLanguage,
}: {
  children: ReactNode
  /** Told when the language is changed, after the page has. */
  onLanguage?: (id: string) => void
  person?: PageProps['person']
  tools?: ReactNode
}) {
  const { t } = useLingui()
  const { onChoose, ...shown } = useLanguage()
  const language = {
    ...shown,
    onChoose: (id: string) => {
      onChoose(id)
      onLanguage?.(id)
    },
  }
  const path = useLocation({ select: (location) => location.pathname })
  const nav = [
    { href: '/', label: t`Accueil`, current: path === '/' },
    {
      href: '/communautes',
      label: t`Communautés`,
      current: /^\/(communautes|c|r|documents|tableaux)(\/|$)/.test(path),
    },
  ]
  return (
    <Page language={language} tools={tools} {...(person ? { person, nav } : {})}>
      {children}
    </Page>
  )
}
