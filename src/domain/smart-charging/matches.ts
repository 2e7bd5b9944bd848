import type { ProfileFilter, StationProfile } from './smart-charging.ts'

/** Whether a profile is among those a filter asks for: by their ids, or by all else it says (K09.FR.04 to 06). */
export function matches(
  { profileId, evseId, purpose, stackLevel, source }: Omit<StationProfile, 'standing' | 'stationId'>,
  filter: ProfileFilter,
): boolean {
  return (
    (filter.profileIds?.includes(profileId) ?? true) &&
    (filter.evseId === undefined || filter.evseId === evseId) &&
    (filter.purpose === undefined || filter.purpose === purpose) &&
    (filter.stackLevel === undefined || filter.stackLevel === stackLevel) &&
    (filter.sources?.some((one) => one === source) ?? true)
  )
}
