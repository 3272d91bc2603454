import { Trans, useLingui } from '@lingui/react/macro'
import { IconDownload, IconEye, IconListTree, IconPencil } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../../api/client.ts'
import { boardQuery, communityQuery } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Heading, Part } from '../place/Heading.tsx'
import { Loaded } from '../place/Loaded.tsx'
import { Signed } from '../place/Signed.tsx'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import { Editor } from './Editor.tsx'
import { Outline } from './Outline.tsx'
import { Picture } from './Picture.tsx'
import type { Chosen } from './places.ts'
import { Resume } from './Resume.tsx'
import styles from './Tableau.module.css'

export type Board = Schema<'Board'>

/** A board between meetings: its picture at once, its words beside it, and the editor when asked for. */
export function Tableau() {
  const { board } = useParams({ from: '/tableaux/$board' })
  const query = useQuery(boardQuery(board))
  return <Signed>{() => <Loaded query={query}>{(data) => <Page board={data} />}</Loaded>}</Signed>
}

function Page({ board }: { board: Board }) {
  const { t } = useLingui()
  const when = useWhen()
  const now = useNow(60_000)
  const community = useQuery(communityQuery(board.community))
  const queries = useQueryClient()
  const [editing, setEditing] = useState<'drawing' | 'outline' | null>(null)
  const [chosen, setChosen] = useState<Chosen>()
  const names = Object.fromEntries((community.data?.members ?? []).map((member) => [member.id, member.name]))
  const day = when.near(board.updated_at, now)
  const hour = when.clock(board.updated_at)
  if (editing) {
    return (
      <Editor
        board={board}
        names={names}
        look={editing}
        onClose={() => {
          setEditing(null)
          setChosen(undefined)
          void queries.invalidateQueries({ queryKey: boardQuery(board.id).queryKey })
        }}
      />
    )
  }
  return (
    <>
      <Heading
        title={board.title}
        crumbs={community.data ? [{ href: `/c/${board.community}`, name: community.data.name }] : []}
        actions={
          <>
            <a
              className={styles['file']}
              href={`/api/boards/${board.id}/picture.svg`}
              download={`${board.title}.svg`}
            >
              <IconDownload size={22} stroke={1.75} aria-hidden />
              <Trans>Exporter l’image</Trans>
            </a>
            {community.data && <Resume board={board} community={community.data} />}
          </>
        }
      >
        {board.may === 'read' && (
          <Chip tone="outline" icon={<IconEye size={18} stroke={2} aria-hidden />}>
            <Trans>Lecture seule</Trans>
          </Chip>
        )}
        <span>
          {board.lent ? (
            <Trans>Ce tableau est ouvert dans une rencontre; il se modifie là-bas jusqu’à la fin.</Trans>
          ) : (
            <Trans>
              Modifié {day} à {hour}.
            </Trans>
          )}
        </span>
      </Heading>
      <div className={styles['columns']}>
        <section className={styles['picture']} aria-label={t`Le tableau`}>
          <Picture board={board} chosen={chosen} onChoose={setChosen} />
          <div className={styles['bar']}>
            <Button
              kind="leaf"
              icon={<IconPencil size={22} stroke={1.75} aria-hidden />}
              onPress={() => setEditing('drawing')}
            >
              {board.may === 'write' ? (
                <Trans>Ouvrir dans l’éditeur</Trans>
              ) : (
                <Trans>Parcourir dans l’éditeur</Trans>
              )}
            </Button>
          </div>
        </section>
        <Part title={t`Le même, en texte`} aside={<IconListTree size={24} stroke={1.75} aria-hidden />}>
          <Outline nodes={board.outline ?? []} chosen={chosen} onChoose={setChosen} />
          <div>
            {/* Whose words these are is known in the editor alone: it opens on them, each with its own « … ». */}
            <Button kind="text" size="dense" onPress={() => setEditing('outline')}>
              <Trans>Retirer mes mots…</Trans>
            </Button>
          </div>
        </Part>
      </div>
    </>
  )
}
