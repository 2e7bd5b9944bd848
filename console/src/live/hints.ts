import type { Route } from '../api/ask.ts'
import type { LiveEnvelope, LiveKind } from '../api/types.ts'
import { keyOfRoute } from '../resource/resource-query.ts'
import { routesOfCommand } from './routes-made-old.ts'

export type Key = readonly unknown[]

/** How many transactions are remembered as known before the memory starts afresh. */
const MOST_KNOWN = 20_000

/** What is asked anew because of an event that tells only which thing it is about. */
const ROUTES: Partial<Record<LiveKind, readonly Route[]>> = {
  'station-connected': ['GET /stations/{id}/certificates'],
  status: ['GET /reservations'],
  'firmware-update': ['GET /firmware-updates', 'GET /firmware-updates/{id}'],
  'station-log': ['GET /station-logs', 'GET /station-logs/{id}'],
  alert: ['GET /alerts', 'GET /alerts/{id}'],
  'configuration-drift': [
    'GET /configuration-drift',
    'GET /configuration-templates',
    'GET /configuration-templates/{id}',
  ],
}

/**
 * What an event changes without saying how, as the keys of the queries to ask again. `known` holds the transactions
 * already heard of, because lists only gain a row when one begins and lose one when it ends.
 */
export function hintsOf(event: LiveEnvelope, known: Set<string>): readonly Key[] {
  const routes = event.kind === 'command' ? routesOfCommand(event.commandKind) : (ROUTES[event.kind] ?? [])
  return [...ownHints(event, known), ...routes.map(keyOfRoute)]
}

function ownHints(event: LiveEnvelope, known: Set<string>): readonly Key[] {
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
    case 'campaign':
      return campaignHints(event.campaignId, event.campaignKind)
    default:
      return []
  }
}

/** The lists of its kind, and what is shown of this one. */
function campaignHints(id: string, kind: string): readonly Key[] {
  const one = { params: { id } }
  return [
    [...keyOfRoute('GET /campaigns'), { query: { kind } }],
    [...keyOfRoute('GET /campaigns/{id}'), one],
    [...keyOfRoute('GET /campaigns/{id}/stations'), one],
    ...(kind === 'reboot' ? [keyOfRoute('GET /reboot-schedules')] : []),
  ]
}

function transactionHints(transactionId: string, ended: boolean, known: Set<string>): readonly Key[] {
  const events: Key = ['transactions', 'events', transactionId]
  if (!ended && known.has(transactionId)) return [events]
  if (known.size >= MOST_KNOWN) known.clear()
  if (ended) known.delete(transactionId)
  else known.add(transactionId)
  return [events, ['transactions', 'list'], ['transactions', 'one', transactionId], ['running']]
}
