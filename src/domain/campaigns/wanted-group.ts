import { checkGroup, type StationGroup } from '#domain/stations'
import type { NewCampaign } from './campaign.ts'

/** @throws AppError `invalid` without a group */
export function wantedGroup({ group = {} }: NewCampaign): StationGroup {
  checkGroup(group)
  return group
}
