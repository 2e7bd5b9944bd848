import { AppError } from '#kernel'
import type { CampaignManner, NewCampaign } from './campaign.ts'

/** What is done where nothing else was asked for. */
export const USUAL_MANNER: CampaignManner = {
  canarySize: 1,
  waveSize: 50,
  failureLimitPercent: 5,
  quietHours: true,
  timeoutMinutes: 240,
  waitHours: 168,
}

const BOUNDS = {
  canarySize: [1, 1_000],
  waveSize: [1, 1_000],
  failureLimitPercent: [0, 100],
  timeoutMinutes: [1, 10_080],
  waitHours: [1, 8_760],
} as const satisfies Partial<Record<keyof CampaignManner, readonly [number, number]>>

/** @throws AppError `invalid` for a plan that cannot be. */
export function checkCampaign(campaign: NewCampaign & CampaignManner): void {
  const { name, kind, imageId, group } = campaign
  if (name.trim() === '' || /\p{Cc}/u.test(name)) throw invalid('name', 'text on one line')
  if ((kind === 'firmware') !== (imageId !== undefined))
    throw invalid('imageId', 'given for firmware, and for nothing else')
  if (Object.values(group).every((one) => one === undefined)) {
    throw invalid('group', 'a vendor, a model, a location or stations: never simply all there are')
  }
  for (const field of ['canarySize', 'waveSize', 'failureLimitPercent', 'timeoutMinutes', 'waitHours'] as const) {
    const [least, most] = BOUNDS[field]
    const value = campaign[field]
    if (!Number.isInteger(value) || value < least || value > most) {
      throw invalid(field, `a whole number from ${least} to ${most}`)
    }
  }
}

function invalid(field: string, wanted: string): AppError {
  return new AppError('invalid', `The campaign's ${field} must be ${wanted}`, { field })
}
