import type { NewCommand } from './command.ts'

/** What is known of the station and of what a command names there. */
export interface CommandFacts {
  readonly connected: boolean
  readonly accepted: boolean
  /** The EVSE or connector it names: known by a status of it, and which; undefined when it names none. */
  readonly place?: { readonly known: boolean; readonly status?: string | undefined }
  /** The transaction it names; undefined when it names none. */
  readonly transaction?: 'active' | 'ended' | 'unknown'
  /** The token it names; undefined when it names none. */
  readonly token?: 'active' | 'blocked' | 'unknown'
  /** What it asks of a display that the station does not say it can do. */
  readonly lacking?: readonly string[]
}

/** What the platform would not advise, in sentences for the operator; the command is sent all the same. */
export function commandWarnings({ kind, request }: NewCommand, facts: CommandFacts, nowMs: number): string[] {
  const warnings: string[] = []
  if (!facts.accepted) warnings.push('The station is not accepted: it may refuse everything but configuration.')
  if (!facts.connected) warnings.push('The station is not connected.')
  if (facts.place?.known === false) warnings.push(`The station has never told of ${placeName(request)}.`)
  if (kind === 'start-transaction') {
    const status = facts.place?.status
    if (status !== undefined && NOT_READY.has(status)) warnings.push(`The connector is ${status}.`)
  }
  if (kind === 'reserve-now') warnings.push(...reservationWarnings(request, facts, nowMs))
  if (facts.transaction === 'unknown') warnings.push('The transaction is not known at this station.')
  if (facts.transaction === 'ended') warnings.push('The transaction has ended already.')
  if (facts.token === 'unknown') warnings.push('The token is not known.')
  if (facts.token === 'blocked') warnings.push('The token is blocked.')
  for (const word of facts.lacking ?? []) warnings.push(`The display is not said to support ${word}.`)
  return warnings
}

const NOT_READY = new Set(['charging', 'suspended-vehicle', 'suspended-station', 'finishing', 'unavailable', 'faulted'])

function reservationWarnings(request: NewCommand['request'], { place }: CommandFacts, nowMs: number): string[] {
  const warnings: string[] = []
  const status = place?.status
  if (status !== undefined && status !== 'available') warnings.push(`The connector is ${status}.`)
  if ('expiresAt' in request && Date.parse(request.expiresAt) <= nowMs) {
    warnings.push('The reservation would be over at once.')
  }
  return warnings
}

function placeName(request: NewCommand['request']): string {
  const connector =
    'connectorId' in request && request.connectorId !== undefined ? `connector ${request.connectorId} of ` : ''
  return `${connector}EVSE ${'evseId' in request ? request.evseId : 0}`
}
