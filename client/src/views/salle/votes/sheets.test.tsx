import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Sheet } from '../../../session/together.ts'
import type { SessionView } from '../../../session/view.ts'
import { Inside, sessionOf } from '../inside.test-env.tsx'
import { PaperControls } from './PaperControls.tsx'
import { SheetPaper } from './SheetPaper.tsx'

const open: Sheet = { order: 1, unsigned: false, per: 10, chars: 280, life: 'open', done: 2, of: 3 }

// « Garder pour moi », and her card was nowhere once the others had been shown.
test('what one kept of a sheet stays there, for oneself alone, after the others are shown', () => {
  const sheet: Sheet = { ...open, life: 'revealed', cards: [{ card: 'k2', by: 'b', text: 'Le jeudi' }] }
  const mine = {
    k1: { sheet: 's', text: 'Pas encore', keep: true },
    k3: { sheet: 'autre', text: 'Ailleurs' },
  }
  const inside = new Inside(sessionOf({ my_cards: mine, sheets: { s: sheet } }))
  inside.shows(<SheetPaper id="s" sheet={sheet} />)
  expect(document.body).toHaveTextContent('Le jeudi')
  expect(document.body).toHaveTextContent(/Pas encore\s*gardée, ne paraîtra pas/)
  expect(document.body).not.toHaveTextContent('Ailleurs')
})

const put = () => screen.queryByRole('button', { name: /^Poser les cartes sur/ })?.textContent

// They were put on whichever board was made first, out of everybody's sight.
test('cards go on the board that all see, or on the only one; of several none is guessed', () => {
  const among = (boards: SessionView['boards']) => {
    const { unmount } = render(
      new Inside(sessionOf({ sheets: { s: open }, ...(boards ? { boards } : {}) })).around(<PaperControls />),
    )
    const [button, words] = [put(), document.body.textContent ?? '']
    unmount()
    return { button, told: words.includes('montrez d’abord celui-ci à tous') }
  }
  const wall = { title: 'Mur de mots', order: 1 }
  const map = { title: 'Carte', order: 2 }
  expect(among(undefined)).toEqual({ button: undefined, told: false })
  expect(among({ w: wall }).button).toContain('Mur de mots')
  expect(among({ w: wall, m: { ...map, shown: true } }).button).toContain('Carte')
  expect(among({ w: wall, m: map })).toEqual({ button: undefined, told: true })
})
