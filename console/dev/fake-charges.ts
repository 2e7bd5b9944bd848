import type { Charge, Transaction } from '../src/api/types.ts'

/** What a transaction costs at 50 cents a kilowatt-hour; one that delivered nothing is counted by nobody. */
export function chargesOf({ id, stationId, energyWh, status }: Transaction): Charge[] {
  if (energyWh === 0) return []
  const isOver = status === 'ended'
  const total = (energyWh / 2_000).toFixed(2)
  return [
    {
      ...{ transactionId: id, stationId, countedBy: 'platform', tariffId: 'half' },
      ...{ revision: isOver ? 1 : 0, isFinal: isOver, currency: 'EUR', type: 'normal' },
      ...{ totalExclTax: total, totalInclTax: total },
      parts: [{ component: 'energy', exclTax: total, inclTax: total }],
      periods: [],
      explanation: [`Energy: ${(energyWh / 1_000).toFixed(3)} kWh at 0.50 EUR each`],
    },
  ]
}
