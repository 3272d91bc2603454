import { expect, test } from 'vitest'
import { articleReader, sectionsOf } from './article.ts'

const read = articleReader()
const shown = (html: string) => {
  const box = document.createElement('div')
  box.append(read(html))
  return box.innerHTML
}

test('the words, structure and drawings of a document come through', () => {
  const html =
    '<article class="doc" lang="fr"><h2 id="a" class="doc-h2">Décisions</h2><p>On <strong>garde</strong> le café. <a href="/r/1">Voir</a></p><svg viewBox="0 0 2 2"><path d="M0 0h2" fill="#fff"></path></svg></article>'
  expect(shown(html)).toBe(html)
})

test.each([
  '<script>alert(1)</script>',
  '<p onclick="alert(1)">a</p>',
  '<a href="javascript:alert(1)">a</a>',
  '<a href=" java\tscript:alert(1)">a</a>',
  '<a href="//mal.example">a</a>',
  '<img src="https://mal.example/x.png" onerror="alert(1)">',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<form action="https://mal.example"><input name="a"></form>',
  '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a><script>alert(1)</script><foreignObject><p>a</p></foreignObject></svg>',
  '<svg><use href="https://mal.example/#a"></use><set attributeName="href" to="javascript:alert(1)"></set></svg>',
  '<div><div><p style="background:url(https://mal.example)">a</p><style>*{}</style></div></div>',
  '<link rel="stylesheet" href="https://mal.example/a.css"><base href="https://mal.example">',
])('nothing acts: %s', (html) => {
  expect(shown(`<article>${html}</article>${html}`)).not.toMatch(
    /alert|mal\.example|<(script|style|iframe|form|input|link|base|set)\b/i,
  )
})

test('sections are the headings that can be linked to, in order', () => {
  const article = read(
    '<article><section id="s1"><h3 class="doc-h2">Un</h3></section><h3 class="doc-h2">Sans lien</h3><h3 class="doc-h2" id="s2"> Deux </h3></article>',
  )
  expect(sectionsOf(article)).toEqual([
    { id: 's1', title: 'Un' },
    { id: 's2', title: 'Deux' },
  ])
})
