import { Trans, useLingui } from '@lingui/react/macro'
import { IconCopy } from '@tabler/icons-react'
import type { Schema } from '../../api/client.ts'
import { Button } from '../../ui/Button.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { asText } from './asText.ts'
import styles from './Tableau.module.css'

type Node = Schema<'OutlineNode'>

/** The board in words: its areas as headings, top to bottom and left to right. */
export function Outline({ nodes }: { nodes: readonly Node[] }) {
  const { t } = useLingui()
  const toast = useToast()
  if (nodes.length === 0) {
    return (
      <p className={styles['quiet']}>
        <Trans>Personne n’a encore écrit.</Trans>
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
      <Level nodes={nodes} depth={0} />
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

function Level({ nodes, depth }: { nodes: readonly Node[]; depth: number }) {
  const Title = depth === 0 ? 'h3' : 'h4'
  return (
    <ul className={styles['outline']}>
      {nodes.map((node, index) => (
        // The outline is read whole and never reordered in place: a place is a name here.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index} data-kind={node.kind}>
          {node.kind === 'heading' ? <Title>{node.text}</Title> : <span>{node.text}</span>}
          {(node.children ?? []).length > 0 && <Level nodes={node.children ?? []} depth={depth + 1} />}
        </li>
      ))}
    </ul>
  )
}
