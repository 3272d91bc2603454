/** A part of a document, by the id of its title. */
export type Section = { id: string; title: string }

type Policy = { createHTML: (html: string) => string }

// A page under « require-trusted-types-for 'script' » reads HTML through a named policy only. This one does not judge
// by itself: what it reads goes through `harmless` before any of it is shown.
function policy(): Policy {
  const trusted = (globalThis as { trustedTypes?: { createPolicy: (name: string, rules: Policy) => Policy } })
    .trustedTypes
  const rules: Policy = { createHTML: (html) => html }
  return trusted ? trusted.createPolicy('palabre-document', rules) : rules
}

/** Reads the article that the server made; parsing runs no script and loads nothing. */
export function articleReader(): (html: string) => DocumentFragment {
  const rules = policy()
  return (html) => {
    const parsed = new DOMParser().parseFromString(rules.createHTML(html), 'text/html')
    const fragment = document.createDocumentFragment()
    for (const child of [...parsed.body.childNodes]) {
      if (child instanceof Element && !harmless(child)) continue
      fragment.append(document.importNode(child, true))
    }
    return fragment
  }
}

const unwanted = new Set(
  'script,style,iframe,object,embed,form,input,button,textarea,select,link,meta,base,template,foreignobject,animate,set,audio,video,source'.split(
    ',',
  ),
)

/**
 * Takes out of an element all that acts: scripts, forms, frames, handlers, addresses that are not links. The server puts
 * none of it there; a document that did get some must still not act. Tells whether the element itself may stay.
 */
export function harmless(element: Element): boolean {
  if (unwanted.has(element.localName.toLowerCase())) return false
  for (const { name, value } of [...element.attributes]) {
    const key = name.toLowerCase()
    const address = /(^|:)href$|^src$|^action$/.test(key)
    if (key.startsWith('on') || key === 'style' || key === 'srcdoc' || key === 'srcset')
      element.removeAttribute(name)
    else if (address && !allowed(element, value)) element.removeAttribute(name)
  }
  for (const child of [...element.children]) if (!harmless(child)) child.remove()
  return true
}

function allowed(element: Element, value: string): boolean {
  // Browsers read past control characters and spaces when they look for a scheme.
  const address = [...value].filter((letter) => letter > ' ').join('')
  if (element.localName.toLowerCase() === 'a') return /^(https?:|mailto:|#|\/(?!\/))/i.test(address)
  return /^(data:image\/(png|jpeg|gif|webp)[;,]|#|\/(?!\/))/i.test(address)
}

/** The sections of an article, in order: its headings of the level below its title that can be linked to. */
export function sectionsOf(article: ParentNode): Section[] {
  return [...article.querySelectorAll('.doc-h2')].flatMap((heading) => {
    const id = heading.id || (heading.closest('[id]')?.id ?? '')
    const title = heading.textContent?.trim() ?? ''
    return id === '' || title === '' ? [] : [{ id, title }]
  })
}
