/** What a member says of her work in a community, by which groups may be made. */
export const facets = ['organization', 'region', 'function'] as const
export type Facet = (typeof facets)[number]

export const isFacet = (name: unknown): name is Facet => facets.some((one) => one === name)

type Said = { readonly id: string } & { readonly [facet in Facet]?: string }

/** What at least two of these people have said, and what each said of it; however it is capitalized. */
export function saidBy(
  people: readonly string[],
  members: readonly Said[],
): Map<Facet, Record<string, string>> {
  const here = members.filter(({ id }) => people.includes(id))
  const said = facets.map((facet): [Facet, Record<string, string>] => [
    facet,
    Object.fromEntries(
      here.flatMap((one) => {
        const value = one[facet]?.trim().toLocaleLowerCase('fr')
        return value ? [[one.id, value]] : []
      }),
    ),
  ])
  return new Map(said.filter(([, values]) => Object.keys(values).length > 1))
}
