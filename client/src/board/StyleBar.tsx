import { useLingui } from '@lingui/react/macro'
import { ToggleButton, Toolbar } from 'react-aria-components'
import styles from './Board.module.css'
import { ink, noteColours } from './note.ts'

/** What a gesture on this bar changes. */
export type Style =
  | { readonly strokeColor: string }
  | { readonly backgroundColor: string }
  | { readonly strokeWidth: number }

export type Look = {
  readonly strokeColor: string
  readonly backgroundColor: string
  readonly strokeWidth: number
}

/** The colour of lines and words, of the paper inside shapes, and the width of lines: of what is chosen, or drawn next. */
export function StyleBar({ look, onStyle }: { look: Look; onStyle: (style: Style) => void }) {
  const { t } = useLingui()
  const inks = [
    [ink, t`Encre`],
    ['#1f4a3e', t`Feuille`],
    ['#14508c', t`Bleu`],
    ['#74304f', t`Prune`],
    ['#6b4d28', t`Brun`],
  ] as const
  const papers = [
    ['transparent', t`Sans couleur`],
    ...noteColours.map(
      (c, i) => [c.toLowerCase(), [t`Jaune`, t`Vert`, t`Ciel`, t`Rose`, t`Mauve`][i] ?? ''] as const,
    ),
  ] as const
  const widths = [
    [1, t`Trait fin`],
    [2, t`Trait moyen`],
    [4, t`Trait épais`],
  ] as const
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  return (
    <Toolbar className={styles['styles'] ?? ''} aria-label={t`Couleurs et traits`}>
      {inks.map(([value, name]) => (
        <ToggleButton
          key={value}
          className={styles['style'] ?? ''}
          aria-label={t`Couleur du trait : ${name}`}
          isSelected={same(look.strokeColor, value)}
          onChange={() => onStyle({ strokeColor: value })}
        >
          <span className={styles['inkDot']} style={{ background: value }} />
        </ToggleButton>
      ))}
      <hr className={styles['upright']} />
      {papers.map(([value, name]) => (
        <ToggleButton
          key={value}
          className={styles['style'] ?? ''}
          aria-label={t`Couleur du papier : ${name}`}
          isSelected={same(look.backgroundColor, value)}
          onChange={() => onStyle({ backgroundColor: value })}
        >
          <span
            className={styles['paperDot']}
            style={value === 'transparent' ? undefined : { background: value }}
            data-none={value === 'transparent' || undefined}
          />
        </ToggleButton>
      ))}
      <hr className={styles['upright']} />
      {widths.map(([value, name]) => (
        <ToggleButton
          key={value}
          className={styles['style'] ?? ''}
          aria-label={name}
          isSelected={look.strokeWidth === value}
          onChange={() => onStyle({ strokeWidth: value })}
        >
          <span className={styles['lineDot']} style={{ height: value + 1 }} />
        </ToggleButton>
      ))}
    </Toolbar>
  )
}
