import type { Me } from '../place/Signed.tsx'

/** Whether someone is still missing a name or a proven address. Guests have neither to give: their meeting knows them. */
export function isUnknown({ member }: Pick<Me, 'member'>): boolean {
  return !member.guest && (member.name === '' || !member.email)
}
