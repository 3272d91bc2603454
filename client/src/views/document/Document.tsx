import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown, IconDownload, IconFileText, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { communityQuery, documentQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Heading } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { Signed } from '../place/Signed.tsx'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import type { Section } from './article.ts'
import styles from './Document.module.css'
import { Sheet } from './Sheet.tsx'
import { useReading } from './useReading.ts'

/** A document on its sheet. */
export function Document() {
  const { document } = useParams({ from: '/documents/$document' })
  const query = useQuery(documentQuery(document))
  return <Signed>{() => <Loaded query={query}>{(data) => <Page paper={data} />}</Loaded>}</Signed>
}

function Page({ paper }: { paper: Schema<'Document'> }) {
  const { t } = useLingui()
  const when = useWhen()
  const now = useNow(60_000)
  const community = useQuery(communityQuery(paper.community))
  const [sections, setSections] = useState<readonly Section[]>([])
  const day = when.near(paper.made_at, now)
  const hour = when.clock(paper.made_at)
  return (
    <div className={styles['page']}>
      <Heading
        title={t`Compte rendu`}
        crumbs={[
          ...(community.data ? [{ href: `/c/${paper.community}`, name: community.data.name }] : []),
          { href: `/r/${paper.meeting}`, name: paper.title },
        ]}
        actions={<Export id={paper.id} />}
      >
        <Chip tone="outline">
          <Trans>Projet</Trans>
        </Chip>
        <span>
          <Trans>
            Fait par Palabre {day} à {hour}, à partir de la rencontre. Rien n’y est ajouté.
          </Trans>
        </span>
      </Heading>
      <div className={styles['columns']}>
        <Sections sections={sections} />
        <Sheet html={paper.html} onSections={setSections} />
        <aside className={styles['aside']} aria-label={t`Qui peut lire`}>
          <h2>
            <Trans>Qui peut lire</Trans>
          </h2>
          <p>
            <Trans>
              Aujourd’hui, les membres de la communauté. Ce projet garde la mention PROJET dans toutes ses
              formes.
            </Trans>
          </p>
          <p>
            <Trans>La relecture et l’adoption viendront; d’ici là, corrigez dans votre copie.</Trans>
          </p>
          <p>
            <Trans>Les noms de présence sont ceux des personnes qui l’ont accepté.</Trans>
          </p>
        </aside>
      </div>
    </div>
  )
}

function Export({ id }: { id: string }) {
  const { t } = useLingui()
  const file = (form: string) => `/api/documents/${id}/file.${form}`
  // Files are not pages of the application: the browser itself opens them.
  const open = (form: string) => () => void window.open(file(form), '_blank', 'noopener')
  return (
    <>
      <Button icon={<IconPrinter size={22} stroke={1.75} aria-hidden />} onPress={() => window.print()}>
        <Trans>Imprimer</Trans>
      </Button>
      <Menu
        label={t`Exporter`}
        trigger={
          <Button icon={<IconDownload size={22} stroke={1.75} aria-hidden />}>
            <Trans>Exporter</Trans>
            <IconChevronDown size={20} stroke={2} aria-hidden />
          </Button>
        }
        entries={[
          {
            id: 'pdf',
            label: t`PDF, à imprimer`,
            icon: <IconFileText size={20} stroke={2} aria-hidden />,
            onChoose: open('pdf'),
          },
          { id: 'html', label: t`Page web (HTML)`, onChoose: open('html') },
          { id: 'md', label: t`Texte (Markdown)`, onChoose: open('md') },
        ]}
      />
    </>
  )
}

function Sections({ sections }: { sections: readonly Section[] }) {
  const { t } = useLingui()
  const reading = useReading(sections)
  if (sections.length === 0) return <div />
  return (
    <nav className={styles['sections']} aria-label={t`Sections`}>
      <h2>
        <Trans>Sections</Trans>
      </h2>
      <ul>
        {sections.map((section) => (
          <li key={section.id}>
            <a href={`#${section.id}`} {...(section.id === reading ? { 'aria-current': 'location' } : {})}>
              {section.title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
