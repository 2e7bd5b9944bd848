import { TOKEN_KINDS } from '#domain/authorization'
import type { Command } from '#domain/commands'
import type { Reservation } from '#domain/reservations'
import { AppError } from '#kernel'
import { defined } from '../../actions/defined.ts'
import type { Keepers } from '../call-watch.ts'
import type { CommandContext } from '../command-codec.ts'
import { type CommandTopic, isKind } from '../command-topic.ts'

type Held = Pick<CommandContext, 'listPlan' | 'reservation' | 'wantedReservation' | 'tariff'>

/** What the station holds: its local list, its reservations, its tariffs. What becomes of them is watched call by call. */
export const heldTopic: CommandTopic = {
  async prepare(ground, command): Promise<Held> {
    if (isKind(command, 'send-local-list')) return { listPlan: await ground.localLists.plan(command.stationId) }
    if (isKind(command, 'customer-information')) return await forgottenToken(ground, command)
    if (isKind(command, 'reserve-now')) return await wantedReservation(ground, command)
    if (isKind(command, 'set-default-tariff') || isKind(command, 'change-transaction-tariff')) {
      return { tariff: await ground.tariffs.get({ partyIds: [command.partyId] }, command.request.tariffId) }
    }
    if (isKind(command, 'request-battery-swap')) return await goodToken(ground, command)
    if (!isKind(command, 'cancel-reservation')) return {}
    return { reservation: await reservationOf(ground, command, command.request.reservationId) }
  },
}

/** A token that is to be forgotten and is on the list of the station goes off it, once it agrees (2.x N10.FR.02). */
async function forgottenToken({ localLists }: Keepers, command: Command<'customer-information'>): Promise<Held> {
  const { stationId, request } = command
  const { token, clear } = request
  if (!clear || token === undefined) return {}
  const { confirmed } = await localLists.plan(stationId)
  if (!confirmed.some(({ value }) => value.toLowerCase() === token.toLowerCase())) return {}
  return { listPlan: await localLists.plan(stationId, token) }
}

/** 2.1 S02.FR.03: nobody is announced who may not. @throws AppError `conflict` */
async function goodToken({ authorization }: Keepers, command: Command<'request-battery-swap'>): Promise<Held> {
  const { token, tokenKind = 'rfid' } = command.request
  const kind = TOKEN_KINDS.find((known) => known === tokenKind) ?? 'unknown'
  const verdict = await authorization.authorize(
    command.partyId,
    { value: token, kind },
    { stationId: command.stationId },
  )
  if (verdict.status === 'accepted') return {}
  throw new AppError('conflict', `The token is not authorized: ${verdict.reason}`, { reason: verdict.reason })
}

async function wantedReservation(keepers: Keepers, command: Command<'reserve-now'>): Promise<Held> {
  const { reservationId, evseId, connectorType, token, tokenKind = 'rfid', groupId, expiresAt } = command.request
  const { id: commandId, stationId, partyId } = command
  const wanted = defined({
    ...{ stationId, partyId, commandId, token, tokenKind },
    // EVSE 0 is the station as a whole.
    evseId: evseId === 0 ? undefined : evseId,
    connectorType,
    groupId,
    expiresAt: new Date(expiresAt),
  })
  const reservation =
    reservationId === undefined
      ? await keepers.reservations.next()
      : await reservationOf(keepers, command, reservationId)
  return { reservation, wantedReservation: wanted }
}

/** @throws AppError `not-found` for a reservation of another station. */
async function reservationOf(keepers: Keepers, { stationId, partyId }: Command, id: string): Promise<Reservation> {
  const found = await keepers.reservations.get({ partyIds: [partyId] }, id)
  if (found.stationId === stationId) return found
  throw new AppError('not-found', `There is no reservation ${id} at this station`, { reservationId: id })
}
