import { useLingui } from '@lingui/react/macro'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowRight,
  IconEraser,
  IconLetterA,
  IconNote,
  IconPencil,
  IconPointer,
  IconSquare,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button, ToggleButton, Toolbar } from 'react-aria-components'
import styles from './Board.module.css'

export type ToolName = 'selection' | 'text' | 'freedraw' | 'rectangle' | 'arrow' | 'eraser'

/**
 * The tools of the drawing, beside it, and apart from them what takes a gesture back, so that it shows on every screen.
 * One tab stop; the arrows go from tool to tool.
 */
export function Palette({
  tool,
  onTool,
  onNote,
  onUndo,
  onRedo,
}: {
  tool: ToolName
  onTool: (tool: ToolName) => void
  onNote: () => void
  onUndo: () => void
  onRedo: () => void
}) {
  const { t } = useLingui()
  const pick = (name: ToolName, label: string, icon: ReactNode) => (
    <ToggleButton
      className={styles['tool'] ?? ''}
      aria-label={label}
      isSelected={tool === name}
      onChange={() => onTool(name)}
    >
      {icon}
    </ToggleButton>
  )
  const act = (label: string, icon: ReactNode, onPress: () => void) => (
    <Button className={styles['tool'] ?? ''} aria-label={label} onPress={onPress}>
      {icon}
    </Button>
  )
  const look = { size: 24, stroke: 1.75, 'aria-hidden': true }
  return (
    <Toolbar className={styles['palette'] ?? ''} aria-label={t`Outils de dessin`} orientation="vertical">
      <div className={styles['tools']}>
        {pick('selection', t`Choisir et déplacer`, <IconPointer {...look} />)}
        {act(t`Ajouter un papillon`, <IconNote {...look} />, onNote)}
        {pick('text', t`Texte`, <IconLetterA {...look} />)}
        {pick('freedraw', t`Crayon`, <IconPencil {...look} />)}
        {pick('rectangle', t`Rectangle`, <IconSquare {...look} />)}
        {pick('arrow', t`Flèche`, <IconArrowRight {...look} />)}
        {pick('eraser', t`Gomme`, <IconEraser {...look} />)}
      </div>
      <div className={styles['history']}>
        {act(t`Annuler mon dernier geste`, <IconArrowBackUp {...look} />, onUndo)}
        {act(t`Refaire`, <IconArrowForwardUp {...look} />, onRedo)}
      </div>
    </Toolbar>
  )
}
