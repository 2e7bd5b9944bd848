import { AppError } from '#kernel'
import type { CampaignKind, CampaignManner, NewCampaign } from './campaign.ts'

/** How it is gone about where a station may come to harm. */
export const CAREFUL_MANNER: CampaignManner = {
  canarySize: 1,
  waveSize: 50,
  atOnce: 1_000,
  failureLimitPercent: 5,
  quietHours: true,
  timeoutMinutes: 240,
  waitHours: 168,
}

export const MANNER_BOUNDS = {
  canarySize: [0, 1_000],
  waveSize: [1, 100_000],
  atOnce: [1, 1_000],
  failureLimitPercent: [0, 100],
  timeoutMinutes: [1, 10_080],
  waitHours: [1, 8_760],
} as const satisfies Record<Exclude<keyof CampaignManner, 'quietHours'>, readonly [number, number]>

/** What only one kind is about. */
const SUBJECTS = {
  imageId: 'firmware',
  templateId: 'configuration',
  wanted: 'configuration',
} as const satisfies Partial<Record<keyof NewCampaign, CampaignKind>>

/** @throws AppError `invalid` for a plan that cannot be. */
export function checkCampaign(campaign: NewCampaign & CampaignManner): void {
  const { kind } = campaign
  for (const [field, itsKind] of Object.entries(SUBJECTS) as [keyof typeof SUBJECTS, CampaignKind][]) {
    if (campaign[field] !== undefined && kind !== itsKind)
      throw invalid(field, `given for ${itsKind}, and nothing else`)
  }
  for (const [field, [least, most]] of Object.entries(MANNER_BOUNDS) as [
    keyof typeof MANNER_BOUNDS,
    [number, number],
  ][]) {
    const value = campaign[field]
    if (!Number.isInteger(value) || value < least || value > most) {
      throw invalid(field, `a whole number from ${least} to ${most}`)
    }
  }
}

function invalid(field: string, wanted: string): AppError {
  return new AppError('invalid', `The campaign's ${field} must be ${wanted}`, { field })
}
