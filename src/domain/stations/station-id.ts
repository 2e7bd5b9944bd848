import { AppError } from '#kernel'

const LONGEST_ID = 48
/** Far above any station there is, far below what a column holds. */
const HIGHEST_EVSE = 9_999

/** True for what may be the identity of a station: 1 to 48 characters, none of them a control character. */
export function isStationId(id: string): boolean {
  return id.length >= 1 && id.length <= LONGEST_ID && !/\p{Cc}/u.test(id) && id.trim() === id
}

/** @throws AppError `invalid` */
export function checkStationId(id: string): void {
  if (isStationId(id)) return
  throw new AppError('invalid', 'A station id is 1 to 48 characters without control characters and outer blanks', {
    field: 'id',
  })
}

/** False for numbers of EVSE and connector that no station has. */
export function isPlausibleConnector({ evseId, connectorId }: { evseId: number; connectorId: number }): boolean {
  return [evseId, connectorId].every((number) => Number.isInteger(number) && number >= 0 && number <= HIGHEST_EVSE)
}
