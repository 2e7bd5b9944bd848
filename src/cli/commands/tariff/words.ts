import type { Tariff } from '#api-client'

/** The parts of a price, in the order they are told, with what each is for. */
export const PARTS = [
  ['energy', 'kWh'],
  ['chargingTime', 'min'],
  ['idleTime', 'min idle'],
  ['fixedFee', 'start'],
  ['reservationTime', 'min reserved'],
  ['reservationFee', 'reservation'],
] as const satisfies readonly (readonly [keyof Tariff, string])[]

/** `0.45 per kWh, 0.10 per min idle …`: the first price of each part, and a dot where there are more. */
export function inShort(tariff: Tariff): string {
  return PARTS.flatMap(([part, unit]) => {
    const [first, ...more] = tariff[part]?.prices ?? []
    return first === undefined ? [] : [`${first.price} per ${unit}${more.length > 0 ? ' …' : ''}`]
  }).join(', ')
}
