import { Trans, useLingui } from '@lingui/react/macro'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { choose, type Locale } from '../i18n/locale.ts'
import { type Language, Page, type PageProps } from '../ui/Page.tsx'

/** The languages of the interface, each by its own name. */
export const languages: readonly Language[] = [
  { id: 'fr-CA', short: 'FR', name: 'Français (Québec)' },
  { id: 'fr-FR', short: 'FR', name: 'Français (France)' },
  { id: 'en-CA', short: 'EN', name: 'English' },
]

/** What the language menu needs, anywhere. */
export function useLanguage(): PageProps['language'] {
  const { i18n } = useLingui()
  return { current: i18n.locale, all: languages, onChoose: (id) => void choose(id as Locale) }
}

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

/** The words shown while a page arrives. */
export function Arriving() {
  return (
    <p role="status" className="page-message">
      <Trans>Un instant</Trans>
    </p>
  )
}
