import { AppError } from '#kernel'

/** Which stations of a party; everything that is given has to fit. Patterns may hold `*`. */
export interface StationGroup {
  readonly vendor?: string
  readonly model?: string
  readonly firmware?: string
  readonly locationId?: string
  readonly stationIds?: readonly string[]
}

/** Never simply all there are: somebody has to say so, by the pattern `*`. @throws AppError `invalid` */
export function checkGroup(group: StationGroup): void {
  if (Object.values(group).some((one) => one !== undefined)) return
  throw new AppError('invalid', 'Say which stations: a vendor, a model, a location …; the pattern * is all', {
    field: 'group',
  })
}
