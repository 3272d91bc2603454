import type { ReactNode } from 'react'
import styles from './Pieces.module.css'

/** A column: its title, and what it shows of a row. */
export type Column<Row> = { id: string; title: string; cell: (row: Row) => ReactNode; width?: string }

/** Rows to read. The first column names its row. */
export function Table<Row>({
  caption,
  columns,
  rows,
  idOf,
}: {
  /** Read aloud, not shown: a title stands above in sight. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  idOf: (row: Row) => string
}) {
  return (
    <div className={styles['tableWrap']}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                style={column.width === undefined ? {} : { width: column.width }}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {columns.map((column) => (
                <td key={column.id}>{column.cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
