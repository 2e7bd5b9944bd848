import type { TokenPlace } from '../api/types.ts'

/** Where a token may charge, as people write it: `CS-1`, `CS-1/2`, `location:yard`, separated by commas. */
export function placesText(places: readonly TokenPlace[] | undefined): string {
  return (places ?? [])
    .map(({ locationId, stationId, evseId }) => {
      if (locationId !== undefined) return `location:${locationId}`
      return evseId === undefined ? stationId : `${stationId}/${evseId}`
    })
    .join(', ')
}

/** What was written, or undefined for nothing. */
export function readPlaces(text: string): TokenPlace[] | undefined {
  const words = text.split(/[,\s]+/).filter((word) => word !== '')
  if (words.length === 0) return undefined
  return words.map((word) => {
    const [, locationId] = /^location:(.+)$/.exec(word) ?? []
    if (locationId !== undefined) return { locationId }
    const [, stationId = word, evse] = /^(.+)\/([1-9]\d{0,3})$/.exec(word) ?? []
    return evse === undefined ? { stationId } : { stationId, evseId: Number(evse) }
  })
}
