import type { CampaignMember } from '#api-client'
import { MEMBER_STATES, type Progress } from '../progress/member-words.ts'

export interface Wave {
  /** 0 is the canary. */
  readonly wave: number
  readonly counts: Progress
}

/** How far each wave is; of those that nobody has told of yet there is nothing to say. */
export function wavesOf(members: readonly Pick<CampaignMember, 'wave' | 'state'>[], waves: number): readonly Wave[] {
  const byWave = Map.groupBy(members, ({ wave }) => wave)
  const numbers = [...new Set([...Array.from({ length: waves }, (_, wave) => wave), ...byWave.keys()])]
  return numbers
    .toSorted((a, b) => a - b)
    .flatMap((wave) => {
      const ofWave = byWave.get(wave)
      return ofWave === undefined ? [] : [{ wave, counts: countsOf(ofWave) }]
    })
}

function countsOf(members: readonly Pick<CampaignMember, 'state'>[]): Progress {
  const counts = { waiting: 0, ordered: 0, succeeded: 0, failed: 0, skipped: 0 }
  for (const state of MEMBER_STATES) counts[state] = members.filter((member) => member.state === state).length
  return counts
}
