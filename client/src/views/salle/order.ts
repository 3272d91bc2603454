/** The order with `id` at the place `to`; the same list when nothing moves. */
export function moved(order: readonly string[], id: string, to: number): readonly string[] {
  const from = order.indexOf(id)
  const place = Math.min(order.length - 1, Math.max(0, to))
  if (from < 0 || from === place) return order
  const others = order.filter((one) => one !== id)
  return [...others.slice(0, place), id, ...others.slice(place)]
}
