import type { StationMake } from '#domain/stations'

/** The stations of United Chargers, sold as Grizzl-E. */
export function isGrizzlE({ vendor = '' }: StationMake): boolean {
  return /^united ?chargers\b/i.test(vendor)
}
