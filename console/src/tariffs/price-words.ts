import type { Tariff } from '#api-client'

const PARTS = [
  ['energy', '/kWh'],
  ['chargingTime', '/min'],
  ['idleTime', '/min idle'],
  ['fixedFee', ' at the start'],
  ['reservationTime', '/min reserved'],
  ['reservationFee', ' a reservation'],
] as const

/** `0.49/kWh`, `0.10/min idle from …`: each price as it is written, without tax; the first one where several apply by turns. */
export function pricesOf(tariff: Pick<Tariff, (typeof PARTS)[number][0]>): readonly string[] {
  return PARTS.flatMap(([part, unit]) => {
    const prices = tariff[part]?.prices ?? []
    const [first] = prices
    if (first === undefined) return []
    const more = prices.length === 1 ? '' : ` (and ${prices.length - 1} more)`
    return [`${first.price}${unit}${more}`]
  })
}
