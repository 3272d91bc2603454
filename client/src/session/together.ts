// What people do together beside the stick: small groups, cards, votes, sentences. The server describes it all.

import type { components } from '../api/generated.ts'

type Said = components['schemas']

/** A set of groups as all inside see it. */
export type GroupsView = Said['GroupsView']
export type GroupSeen = Said['GroupsSeen']
/** A group as itself sees it, and those who facilitate. */
export type GroupOwn = Said['GroupsOwn']
/** All groups as those who facilitate see them, proposed or open. */
export type GroupsLed = Said['GroupsLed']

export type Sheet = Said['CardsSheetView']
export type MyCard = Said['CardsMyCard']
export type Poll = Said['PollView']
export type PollOption = Said['PollOption']
export type Ballot = Said['PollBallot']
export type PollResult = Said['PollResult']
export type PollVoice = NonNullable<Poll['voices']>[number]
export type Sentence = Said['HarvestView']
export type MySentence = Said['HarvestMine']

type Each<Value> = Readonly<Record<string, Value>>

/** What one person wrote, chose and offered, and nobody else is shown. */
export type Own = {
  readonly my_cards?: Each<MyCard>
  readonly finished?: Each<boolean>
  readonly ballots?: Each<Ballot>
  readonly proposed?: Each<readonly string[]>
  readonly my_sentences?: Each<MySentence>
}

/** The part of a session's view that is about it. */
export type Together = Own & {
  readonly groups?: GroupsView
  readonly group?: GroupOwn
  /** The group to which I shall go, once it was announced. */
  readonly coming?: GroupOwn
  readonly led?: GroupsLed
  /** In a room that nobody leads, everyone who may run sees what is proposed. */
  readonly proposal?: GroupsLed
  readonly sheets?: Each<Sheet>
  readonly polls?: Each<Poll>
  readonly results?: Each<PollResult>
  /** What stands in open votes that those who facilitate alone are told. */
  readonly voices?: Each<readonly PollVoice[]>
  readonly harvest?: Each<Sentence>
  /** There are sentences without a name to show together. */
  readonly gather?: boolean
}
