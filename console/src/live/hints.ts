import type { LiveEnvelope } from '../api/types.ts'

export type Key = readonly unknown[]

/** How many transactions are remembered as known before the memory starts afresh. */
const MOST_KNOWN = 20_000

/**
 * What an event changes without saying how, as the keys of the queries to ask again. `known` holds the transactions
 * already heard of, because lists only gain a row when one begins and lose one when it ends.
 */
export function hintsOf(event: LiveEnvelope, known: Set<string>): readonly Key[] {
  switch (event.kind) {
    case 'station-connected':
    case 'station-disconnected':
      return [
        ['stations', 'summary'],
        ['stations', 'one', event.stationId],
      ]
    case 'station-changed':
      return [
        ['stations', 'summary'],
        ['stations', 'waiting'],
        ['stations', 'list'],
        ['stations', 'one', event.stationId],
        ['stations', 'variables', event.stationId],
      ]
    case 'status':
      return [['stations', 'summary']]
    case 'command':
      return [
        ['commands', event.stationId],
        ['commands', ''],
        ...(event.commandKind.endsWith('variables') ? [['stations', 'variables', event.stationId]] : []),
      ]
    case 'station-event':
      return [['stations', 'events', event.stationId]]
    case 'transaction':
      return transactionHints(event.transactionId, event.status === 'ended', known)
    case 'message':
      return event.action === 'NotifyReport' ? [['stations', 'variables', event.stationId]] : []
    case 'alert':
      return [['alerts']]
    case 'campaign':
      return [['campaigns']]
    case 'configuration-change':
      return [['configuration-changes']]
    case 'configuration-drift':
      return [['configuration-drift'], ['configuration-templates']]
    case 'firmware-update':
      return [['firmware-updates']]
    case 'station-log':
      return [['station-logs']]
  }
}

function transactionHints(transactionId: string, ended: boolean, known: Set<string>): readonly Key[] {
  const events: Key = ['transactions', 'events', transactionId]
  if (!ended && known.has(transactionId)) return [events]
  if (known.size >= MOST_KNOWN) known.clear()
  if (ended) known.delete(transactionId)
  else known.add(transactionId)
  return [events, ['transactions', 'list'], ['transactions', 'one', transactionId], ['running']]
}
