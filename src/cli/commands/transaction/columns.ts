import type { Transaction } from '#api-client'
import { energy, instant } from '../../format/quantities.ts'
import type { Column } from '../../format/table.ts'

/** How transactions are listed; times in this time zone, the local one if absent. */
export function transactionColumns(timeZone?: string): readonly Column<Transaction>[] {
  return [
    { title: 'TRANSACTION', text: ({ id }) => id },
    { title: 'STATION', text: ({ stationId }) => stationId },
    { title: 'EVSE', text: ({ evseId }) => evseId, align: 'right' },
    { title: 'TOKEN', text: ({ token }) => token?.value, shrinks: true },
    { title: 'STARTED', text: ({ startedAt }) => instant(startedAt, timeZone) },
    {
      title: 'ENDED',
      text: ({ endedAt, status }) => instant(endedAt, timeZone) ?? (status === 'active' ? 'active' : ''),
    },
    { title: 'ENERGY', text: ({ energyWh }) => energy(energyWh), align: 'right' },
    { title: 'REASON', text: ({ stopReason }) => stopReason },
    { title: 'TO KNOW', text: ({ flags }) => flags.join(', '), shrinks: true },
  ]
}
