import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Post, Role } from '../../session/view.ts'

export const postWords: Readonly<Record<Post, MessageDescriptor>> = {
  lead: msg`mène la rencontre`,
  guardian: msg`gardienne ou gardien`,
  scribe: msg`prend les notes`,
  technique: msg`veille technique`,
}

export const roleWords: Readonly<Record<Role, MessageDescriptor>> = {
  facilitator: msg`animation`,
  cofacilitator: msg`coanimation`,
  member: msg`membre`,
  guest: msg`personne invitée`,
}
