import type { CommandRequests } from '#domain/commands'
import { type CommandContext, type CommandFile, type Saying, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const codec = {
  write: (_: CommandRequests['cancel-reservation'], { reservation }: CommandContext) =>
    reservation === undefined ? unsupported('the reservation is not known') : [{ reservationId: reservation.number }],
  read: readStatus,
}

/** CancelReservation: 1.6 §5.1 · 2.x H02. */
export const cancelReservation: CommandFile<'cancel-reservation'> = {
  'ocpp1.6': kept(say('ocpp1.6', 'CancelReservation', codec)),
  'ocpp2.0.1': kept(say('ocpp2.0.1', 'CancelReservation', codec)),
  'ocpp2.1': kept(say('ocpp2.1', 'CancelReservation', codec)),
}

function kept(saying: Saying<'cancel-reservation'>): Saying<'cancel-reservation'> {
  return (request, context) => {
    const calls = saying(request, context)
    if ('unsupported' in calls) return calls
    return calls.map((call) => ({
      ...call,
      watch: {
        async settled(end, { reservations }, stationId) {
          const isDone = end.outcome === 'answered' && end.answer.accepted
          if (isDone && context.reservation) await reservations.cancelled(stationId, context.reservation.number)
        },
      },
    }))
  }
}
