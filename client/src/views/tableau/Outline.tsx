import { Trans, useLingui } from '@lingui/react/macro'
import { IconCopy } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Schema } from '../../api/client.ts'
import { Button } from '../../ui/Button.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { asText } from './asText.ts'
import { type Chosen, type EntryKey, keyOf } from './places.ts'
import styles from './Tableau.module.css'

type Node = Schema<'OutlineNode'>
type Choice = { chosen: Chosen | undefined; onChoose: (chosen: Chosen | undefined) => void }

/** The board in words: its areas as headings, top to bottom and left to right. Choosing an entry shows it in the picture. */
export function Outline({ nodes, ...choice }: { nodes: readonly Node[] } & Choice) {
  const { t } = useLingui()
  const toast = useToast()
  if (nodes.length === 0) {
    return (
      <p className={styles['quiet']}>
        <Trans>Rien à lire : le tableau est encore vide.</Trans>
      </p>
    )
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asText(nodes))
      toast({ words: t`Texte copié.` })
    } catch {
      toast({ words: t`Le navigateur ne veut pas copier. Sélectionnez le texte, puis copiez-le.` })
    }
  }
  return (
    <>
      {nodes.every((node) => node.kind === 'rest') && (
        <p className={styles['quiet']}>
          <Trans>Il y a des dessins, et pas encore de mots.</Trans>
        </p>
      )}
      <Level nodes={nodes} depth={0} {...choice} />
      <div>
        <Button
          kind="text"
          size="dense"
          icon={<IconCopy size={20} stroke={2} aria-hidden />}
          onPress={() => void copy()}
        >
          <Trans>Copier le texte</Trans>
        </Button>
      </div>
    </>
  )
}

type LevelProps = { nodes: readonly Node[]; depth: number; parent?: EntryKey } & Choice

function Level({ nodes, depth, parent, ...choice }: LevelProps) {
  return (
    <ul className={styles['outline']}>
      {nodes.map((node, index) => {
        const key = keyOf(parent, index)
        return (
          <li key={key} data-kind={node.kind}>
            <Entry node={node} depth={depth} entry={key} {...choice} />
            {(node.children ?? []).length > 0 && (
              <Level nodes={node.children ?? []} depth={depth + 1} parent={key} {...choice} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

type EntryProps = { node: Node; depth: number; entry: EntryKey } & Choice

function Entry({ node, depth, entry, chosen, onChoose }: EntryProps) {
  const Title = depth === 0 ? 'h3' : 'h4'
  const place = useRef<HTMLButtonElement>(null)
  const here = chosen?.entry === entry
  useEffect(() => {
    if (here) place.current?.scrollIntoView({ block: 'nearest' })
  }, [here])
  const words = (
    <button
      type="button"
      ref={place}
      className={styles['entry']}
      aria-pressed={here}
      onClick={() => onChoose(here ? undefined : { entry })}
    >
      {node.text}
    </button>
  )
  return node.kind === 'heading' ? <Title>{words}</Title> : words
}
