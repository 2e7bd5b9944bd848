import type { Command } from 'commander'
import { openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { type SendOptions, send, sendCommand } from '../command/send/send-command.ts'

export function addReservationCancel(reservation: Command, around: Surroundings): void {
  sendCommand(reservation, 'cancel <reservation>', 'Have a station hold a reservation no longer')
    .addHelpText('after', '\nThe reservation is named by its id: chargewright reservation list')
    .action(async (id: string, options: SendOptions) => {
      const { stationId } = await openApi(options, around).call('getReservation', { params: { id } })
      await send(stationId, { kind: 'cancel-reservation', request: { reservationId: id } }, options, around)
    })
}
