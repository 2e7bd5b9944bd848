import type { Transaction } from '../api/types.ts'

type Cell = string | number | boolean | undefined

const columns: readonly (readonly [name: string, cell: (transaction: Transaction) => Cell])[] = [
  ['id', ({ id }) => id],
  ['station', ({ stationId }) => stationId],
  ['evse', ({ evseId }) => evseId],
  ['connector', ({ connectorId }) => connectorId],
  ['reference', ({ reference }) => reference],
  ['token', ({ token }) => token?.value],
  ['token_kind', ({ token }) => token?.kind],
  ['started_at', ({ startedAt }) => startedAt],
  ['ended_at', ({ endedAt }) => endedAt],
  ['energy_wh', ({ energyWh }) => energyWh],
  ['start_register_wh', ({ startRegisterWh }) => startRegisterWh],
  ['last_register_wh', ({ lastRegisterWh }) => lastRegisterWh],
  ['stop_reason', ({ stopReason }) => stopReason],
  ['complete', ({ complete }) => complete],
  ['flags', ({ flags }) => flags.join(' ')],
]

/** RFC 4180. A text that a spreadsheet would run as a formula is kept one by an apostrophe. */
function quote(cell: Cell): string {
  const text = String(cell ?? '')
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Transactions as comma-separated values: times in UTC, energy in whole watt-hours. */
export function transactionsCsv(transactions: readonly Transaction[]): string {
  const rows = transactions.map((transaction) => columns.map(([, cell]) => quote(cell(transaction))).join(','))
  return `${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`
}
