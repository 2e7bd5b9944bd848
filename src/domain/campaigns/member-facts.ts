import type { MemberRow } from './campaign-member-store.ts'
import type { MemberFacts } from './campaign-step.ts'
import type { RunningCampaign } from './campaign-store.ts'
import { hourOfWeek } from './quiet-hours.ts'

type End = NonNullable<MemberFacts['end']>

/** What the rows about a station amount to. */
export function memberFacts(campaign: RunningCampaign, row: MemberRow, now: Date): MemberFacts {
  const end = row.state === 'ordered' ? endOf(campaign, row) : undefined
  return {
    number: row.number,
    state: row.state,
    attempts: row.attempts,
    connected: row.connected === true,
    busy: row.busy,
    quiet: row.quiet?.[hourOfWeek(now)] !== '0',
    done: campaign.kind === 'firmware' && campaign.version !== null && row.firmware_version === campaign.version,
    ...(row.ordered_at !== null && { orderedAt: row.ordered_at }),
    ...(end !== undefined && { end }),
  }
}

/** Of a command that was lost or not answered nobody knows whether the station has heard it: what it does will tell. */
function endOf({ kind }: RunningCampaign, row: MemberRow): End | undefined {
  if (row.command_state === 'expired') return { result: 'unheard' }
  if (kind === 'reboot') {
    if (row.booted_at !== null && row.ordered_at !== null && row.booted_at > row.ordered_at)
      return { result: 'succeeded' }
    return row.command_state === 'refused' ? { result: 'failed', reason: 'refused' } : undefined
  }
  if (row.update_outcome === 'installed') return { result: 'succeeded' }
  if (row.update_outcome === 'failed' || row.update_outcome === 'canceled') {
    return { result: 'failed', reason: row.update_status ?? row.update_outcome }
  }
  return row.update_outcome === null && row.command_state === 'refused'
    ? { result: 'failed', reason: 'refused' }
    : undefined
}
