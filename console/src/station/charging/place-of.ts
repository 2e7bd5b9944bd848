/** Where something holds; EVSE 0 is the station as a whole. */
export const placeOf = (evseId: number | undefined): string =>
  evseId === undefined || evseId === 0 ? 'Whole station' : `EVSE ${evseId}`
