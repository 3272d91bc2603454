import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, renderHook, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { useKinds } from './kinds.tsx'
import { type Phase, type Rule, ruleAs, rulesOf } from './plan.ts'
import { RuleFields } from './RuleFields.tsx'

i18n.loadAndActivate({ locale: 'fr-CA', messages: {} })
const wrapper = ({ children }: { children: ReactNode }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>

// « La parole circule à main levée » stood over « parole libre », and over « bocal » as well.
test('a step says of the floor what its rule says, and nothing else', () => {
  const told: Partial<Record<Rule['kind'], RegExp>> = {
    open: /ouvre son micro quand elle le veut/,
    hands: /à main levée/,
    role: /Une seule personne est entendue/,
    silence: /micros sont fermés/,
    inside: /cercle du centre parle/,
  }
  const kinds = rulesOf('plenary')
  expect(kinds).toEqual(Object.keys(told))
  for (const kind of kinds) {
    const phase: Phase = { id: 'p', title: 'Échange', kind: 'plenary', minutes: 15, rule: ruleAs(kind) }
    const { container, unmount } = render(
      <RuleFields phase={phase} onChange={vi.fn()} boards={[]} parts={[]} templates={[]} onLeave={vi.fn()} />,
      { wrapper },
    )
    const [help] = container.querySelectorAll('[slot="description"]')
    expect(help?.textContent).toMatch(told[kind] ?? '')
    unmount()
  }
})

test('where the rule may be chosen, a kind of step says nothing of who is heard', () => {
  const { result } = renderHook(useKinds, { wrapper })
  for (const kind of ['plenary', 'board', 'vote', 'groups', 'closing'] as const) {
    expect(rulesOf(kind)).not.toEqual([])
    expect(result.current[kind].help).not.toMatch(/parole|main levée|micro|tait|parlant/)
  }
})

/** The fields of a step, and what the last change was. */
function fields(phase: Phase, templates: readonly { name: string; title: object }[] = []) {
  const onChange = vi.fn()
  render(
    <RuleFields
      phase={phase}
      onChange={onChange}
      boards={[]}
      parts={[]}
      templates={templates as never}
      onLeave={vi.fn()}
    />,
    { wrapper },
  )
  const user = userEvent.setup({ delay: null })
  return async (label: RegExp, choice: string) => {
    await user.click(screen.getByRole('button', { name: label }))
    await user.click(screen.getByRole('option', { name: choice }))
    return onChange.mock.lastCall?.[0]
  }
}

test('a fishbowl says how many seats it has, and how many more stay free', async () => {
  const picks = fields({ id: 'p', title: 'Bocal', kind: 'plenary', minutes: 15, rule: ruleAs('inside') })
  expect(await picks(/Sièges au centre/, '5')).toEqual({ rule: { kind: 'inside', seats: 5, free: 1 } })
  expect(await picks(/Sièges libres/, '0')).toEqual({ rule: { kind: 'inside', seats: 4 } })
})

test('a step of the stick may go around twice', async () => {
  const rule: Rule = { kind: 'stick', turn_s: 90 }
  const picks = fields({ id: 'p', title: 'Tour', kind: 'stick', minutes: 15, turn_s: 90, rule })
  expect(await picks(/Combien de rondes/, '2')).toEqual({ rule: { kind: 'stick', turn_s: 90, rounds: 2 } })
})

// Only a step that came from a scenario could have a board made for it.
test('a step that somebody added may have a board from a template', async () => {
  const weather = { name: 'weather', title: { fr: 'La météo', en: 'Weather' } }
  const picks = fields({ id: 'p', title: 'Accueil', kind: 'plenary', minutes: 15 }, [weather])
  expect(await picks(/Quel tableau/, 'La météo')).toEqual({
    board: '',
    template: 'weather',
    rule: { kind: 'open' },
  })
})
