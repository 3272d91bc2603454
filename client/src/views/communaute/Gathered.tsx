import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import type { Schema } from '../../api/client.ts'
import { useNow } from '../place/useNow.ts'
import { useWhen } from '../place/useWhen.ts'
import styles from './Gathered.module.css'

/** Documents and boards as cards: a sheet of paper, or the board itself in small. */
export function Gathered({
  documents,
  boards,
}: {
  documents: readonly Schema<'DocumentCard'>[]
  boards: readonly Schema<'BoardCard'>[]
}) {
  const { t } = useLingui()
  const when = useWhen()
  const now = useNow(60_000)
  const all = [
    ...documents.map((one) => ({ kind: 'document' as const, at: one.made_at, one })),
    ...boards.map((one) => ({ kind: 'board' as const, at: one.updated_at, one })),
  ].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  return (
    <section className={styles['gathered']} aria-labelledby="documents-et-tableaux">
      <h2 id="documents-et-tableaux">
        <Trans>Documents et tableaux</Trans>
      </h2>
      {all.length === 0 && (
        <p className={styles['none']}>
          <Trans>Rien encore. La prochaine rencontre y laissera son compte rendu et ses tableaux.</Trans>
        </p>
      )}
      <ul className={styles['cards']}>
        {all.map((item) => {
          const day = when.near(item.at, now)
          return (
            <li key={item.one.id}>
              <article className={styles['card']}>
                {item.kind === 'board' ? (
                  <div className={styles['board']} aria-hidden>
                    <img src={`/api/boards/${item.one.id}/picture.svg`} alt="" loading="lazy" />
                  </div>
                ) : (
                  <Sheet title={item.one.title} draft={item.one.status === 'draft'} />
                )}
                <div className={styles['words']}>
                  <p>
                    {item.kind === 'board'
                      ? item.one.emptied
                        ? t`Tableau, vidé à la fermeture`
                        : item.one.lent
                          ? t`Tableau, ouvert dans une rencontre`
                          : t`Tableau`
                      : item.one.status === 'draft'
                        ? t`Compte rendu, projet`
                        : t`Compte rendu`}
                  </p>
                  <h3>
                    {item.kind === 'board' && item.one.emptied ? (
                      item.one.title
                    ) : (
                      <Link
                        href={
                          item.kind === 'board' ? `/tableaux/${item.one.id}` : `/documents/${item.one.id}`
                        }
                        className={styles['link'] ?? ''}
                      >
                        {item.one.title}
                      </Link>
                    )}
                  </h3>
                  <p>{item.kind === 'board' ? <Trans>Modifié {day}</Trans> : <Trans>Fait {day}</Trans>}</p>
                </div>
              </article>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Sheet({ title, draft }: { title: string; draft: boolean }) {
  const { t } = useLingui()
  return (
    <div className={styles['paper']} aria-hidden>
      <div className={styles['sheet']} {...(draft ? { 'data-mark': t`PROJET` } : {})}>
        <span className={styles['sheetTitle']}>{title}</span>
        <span />
        <span />
        <span />
        <span />
      </div>
    </div>
  )
}
