import type { CampaignWork } from './campaign-work.ts'
import { CAREFUL_MANNER } from './check-campaign.ts'
import { neverSent } from './never-sent.ts'
import { wantedGroup } from './wanted-group.ts'

/** Stations are told to reboot once they are idle, and are done when they have booted. */
export const rebootWork: CampaignWork = {
  usual: CAREFUL_MANNER,
  interrupts: true,
  // What comes late may find somebody charging, whom OCPP 1.6 would not let finish (§5.14).
  expiresInS: 30,
  async plan(campaign) {
    return { group: wantedGroup(campaign) }
  },
  hindrance: () => undefined,
  async due(_, waiting) {
    const order = () => ({ command: { kind: 'reset', request: { when: 'when-idle' } } }) as const
    return new Map(waiting.map(({ number }) => [number, order]))
  },
  /** Of a command that was lost or not answered nobody knows whether the station has heard it: a boot will tell. */
  endOf(member) {
    const { command_state, booted_at, ordered_at } = member
    const unheard = neverSent(member)
    if (unheard !== undefined) return unheard
    if (booted_at !== null && ordered_at !== null && booted_at > ordered_at) return { result: 'succeeded' }
    return command_state === 'refused' ? { result: 'failed', reason: 'refused' } : undefined
  },
}
