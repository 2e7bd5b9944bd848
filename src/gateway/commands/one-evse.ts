/** EVSE 0 is the station as a whole, which most messages mean when they name none: there an EVSE is 1 or higher. */
export function oneEvse(evseId: number | undefined): number | undefined {
  return evseId === 0 ? undefined : evseId
}
