import type { Command } from '../src/api/types.ts'
import { commandKinds } from './command-kinds.ts'
import { Refusal } from './fake-http.ts'
import { type Fleet, PARTY } from './fleet.ts'
import { startCharging } from './movement.ts'
import type { Mutable } from './mutable.ts'

/** `get-composite-schedule` → GetCompositeSchedule, for the trace. */
const actionOf = (kind: string): string =>
  kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What a request for a command has to say; what a kind's own schema says further is not held against it here. */
export function readCommand(body: Readonly<Record<string, unknown>>): Asked {
  const { stationId, request = {}, expiresInS } = body
  const kind = commandKinds.find((each) => each.kind === body.kind)?.kind
  if (kind === undefined) throw new Refusal(400, 'invalid', 'kind is not one of the kinds there are')
  if (typeof request !== 'object' || request === null) throw new Refusal(400, 'invalid', 'request has to be an object')
  return { stationId: String(stationId), kind, request, ...(typeof expiresInS === 'number' && { expiresInS }) }
}

interface Asked {
  readonly stationId: string
  readonly kind: Command['kind']
  readonly request: object
  readonly expiresInS?: number
}

export function submit(fleet: Fleet, body: Asked): Mutable<Command> {
  const { connected } = fleet.station(body.stationId).presence
  const command: Mutable<Command> = {
    id: fleet.id('cmd'),
    stationId: body.stationId,
    partyId: PARTY,
    kind: body.kind,
    request: { ...body.request },
    state: 'queued',
    warnings: connected ? [] : ['The station is offline: the command waits until it connects or the command expires.'],
    requestedBy: 'acc-1',
    requestedByName: 'Owner',
    createdAt: fleet.iso(),
    expiresAt: fleet.iso(fleet.now() + (body.expiresInS ?? 60) * 1_000),
  }
  fleet.commands.set(command.id, command)
  return command
}

/** queued → sent. */
export function send(fleet: Fleet, command: Mutable<Command>): void {
  command.state = 'sent'
  command.sentAt = fleet.iso()
  const action = actionOf(command.kind)
  const frame = JSON.stringify([2, command.id, action, command.request])
  fleet.say(command.stationId, { direction: 'out', kind: 'call', action, messageId: command.id, frame })
  fleet.tell(command.stationId, { kind: 'command', commandId: command.id, commandKind: command.kind, state: 'sent' })
}

/** sent → answered, and what the station then does. */
export function answer(fleet: Fleet, command: Mutable<Command>, status = 'Accepted'): void {
  command.state = status === 'Accepted' ? 'answered' : 'refused'
  command.settledAt = fleet.iso()
  command.result = { status, ...detailsOf(command) }
  const action = actionOf(command.kind)
  const frame = JSON.stringify([3, command.id, { status }])
  fleet.say(command.stationId, { direction: 'in', kind: 'result', action, messageId: command.id, frame })
  const { id, kind, state, stationId } = command
  fleet.tell(stationId, { kind: 'command', commandId: id, commandKind: kind, state, status })
  if (kind === 'start-transaction' && status === 'Accepted') {
    const { evseId, token } = command.request
    startCharging(fleet, stationId, Number(evseId ?? 1), String(token))
  }
}

/** What a station tells besides its status. */
function detailsOf({ kind, request: { variables } }: Command): { details?: Record<string, unknown> } {
  if (!kind.endsWith('variables') || !Array.isArray(variables)) return {}
  const told = variables.map((each: object) => ({ value: '300', ...each, attribute: 'Actual', status: 'Accepted' }))
  return { details: { variables: told } }
}
