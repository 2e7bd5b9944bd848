import { type Command, Option } from 'commander'
import { everyPage, type Reservation } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'

const STATES = wordsOf<Reservation['state']>({
  asked: true,
  active: true,
  refused: true,
  used: true,
  cancelled: true,
  expired: true,
  removed: true,
  unused: true,
})

interface Options extends ListOptions {
  readonly station?: string
  readonly state?: Reservation['state']
  readonly token?: string
}

export function addReservationList(reservation: Command, around: Surroundings): void {
  listCommand(reservation, 'list', 'List reservations, the newest first')
    .option('--station <id>', 'only those of this station')
    .addOption(new Option('--state <state>', 'only those').choices(STATES))
    .option('--token <token>', 'only those for this token')
    .addHelpText(
      'after',
      `
asked: the station has not answered, and may hold it. removed: by the station. unused: its driver came and did not charge.

Example:
  chargewright reservation list --state active`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { station: stationId, state, token } = options
      const list = await everyPage(
        (page) => api.call('listReservations', { query: { stationId, state, token, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'RESERVATION', text: ({ id }) => id },
          { title: 'NUMBER', text: ({ number }) => number, align: 'right' },
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'EVSE', text: ({ evseId }) => evseId ?? 'any', align: 'right' },
          { title: 'TOKEN', text: ({ token }) => token, shrinks: true },
          { title: 'STATE', text: ({ state, status }) => [state, status && `(${status})`].filter(Boolean).join(' ') },
          { title: 'UNTIL', text: ({ expiresAt }) => instant(expiresAt) },
          { title: 'TRANSACTION', text: ({ transactionId }) => transactionId },
        ],
        'There are no such reservations.',
      )
    })
}
