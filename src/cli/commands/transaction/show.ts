import type { Command } from 'commander'
import { type ApiClient, type Charge, everyPage, type Transaction, type TransactionEvent } from '#api-client'
import { AppError } from '#kernel'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { duration, energy, instant, measured, power } from '../../format/quantities.ts'
import { facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { REFERENCE_HELP, transactionIdOf, withStation } from './find.ts'

interface Options extends ApiCommandOptions {
  readonly station?: string
}

/** Events that are shown. */
const MOST_EVENTS = 2_000

export function addTransactionShow(transaction: Command, around: Surroundings): void {
  withStation(apiCommand(transaction, 'show <transaction>', 'Show a transaction and what the station said of it'))
    .addHelpText('after', `${REFERENCE_HELP}\n\nExample:\n  chargewright transaction show 1234 --station CS-1`)
    .action(async (wanted: string, options: Options) => {
      const api = openApi(options, around)
      const id = await transactionIdOf(api, wanted, options.station)
      const found = await api.call('getTransaction', { params: { id } })
      const { items: events, more } = await everyPage(
        (query) => api.call('listTransactionEvents', { params: { id }, query }),
        MOST_EVENTS,
      )
      const charge = await chargeOf(api, id)
      const shown = {
        ...found,
        ...(charge === undefined ? {} : { charge }),
        events,
        ...(more ? { moreEvents: true } : {}),
      }
      answer(around, options.json, shown, () =>
        [
          described(found, around),
          ...(charge === undefined ? [] : [priced(charge, around)]),
          told(events, around),
        ].join('\n'),
      )
      if (more && options.json !== true) around.err.write(`The first ${events.length} events; the API has the rest.\n`)
    })
}

/** Undefined where nothing is counted. */
async function chargeOf(api: Pick<ApiClient, 'call'>, id: string): Promise<Charge | undefined> {
  try {
    return await api.call('getTransactionCharge', { params: { id } })
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not-found') return undefined
    throw thrown
  }
}

function priced({ currency, totalExclTax, totalInclTax, ...charge }: Charge, { out }: Surroundings): string {
  const state = charge.revision === 0 ? 'so far' : charge.isFinal ? 'final' : 'may still be corrected'
  return facts(out, [
    ['Cost', `${totalInclTax} ${currency} (${totalExclTax} ${currency} without taxes), ${state}`],
    ['Counted by', charge.countedBy],
    ['Tariff', charge.tariffId],
    ['Because', charge.explanation.join('; ')],
  ])
}

function described(transaction: Transaction, { out, clock }: Surroundings): string {
  const { startedAt, endedAt, status } = transaction
  const endMs = endedAt === undefined ? clock.nowMs() : Date.parse(endedAt)
  const running = status === 'active'
  return facts(out, [
    ['Transaction', transaction.id],
    ['On the wire', transaction.reference],
    ['Station', transaction.stationId],
    ['EVSE', transaction.evseId],
    ['Connector', transaction.connectorId],
    ['State', [status, running ? transaction.chargingState : undefined].filter(Boolean).join(', ')],
    ['Token', transaction.token && `${transaction.token.value} (${transaction.token.kind})`],
    ['Token refused', transaction.tokenRefused],
    ['Started', instant(startedAt)],
    ['Ended', instant(endedAt)],
    ['Took', startedAt === undefined ? undefined : duration(endMs - Date.parse(startedAt))],
    ['Energy', energy(transaction.energyWh)],
    ['Register', range(transaction.startRegisterWh, transaction.lastRegisterWh)],
    ['Power', running ? power(transaction.powerW) : undefined],
    ['Charge', measured(transaction.stateOfCharge, '%')],
    ['Stop reason', transaction.stopReason],
    ['Stopped by', transaction.stopToken],
    ['Events', transaction.complete ? 'all there' : running ? 'more to come' : 'some are missing'],
    ['To know', transaction.flags.join(', ')],
  ])
}

function range(startWh: number | undefined, lastWh: number | undefined): string | undefined {
  if (startWh === undefined && lastWh === undefined) return undefined
  return `${startWh ?? '?'} Wh to ${lastWh ?? '?'} Wh`
}

function told(events: readonly TransactionEvent[], { out }: Surroundings): string {
  return table(
    out,
    [
      { title: 'AT', text: ({ at }) => instant(at) },
      { title: 'EVENT', text: ({ kind }) => kind },
      { title: 'SEQ', text: ({ seqNo }) => seqNo, align: 'right' },
      { title: 'TRIGGER', text: ({ facts }) => facts.trigger },
      { title: 'REGISTER', text: ({ registerWh }) => measured(registerWh, 'Wh'), align: 'right' },
      { title: 'POWER', text: ({ powerW }) => power(powerW), align: 'right' },
      { title: 'CHARGE', text: ({ stateOfCharge }) => measured(stateOfCharge, '%'), align: 'right' },
      { title: 'RECEIVED', text: ({ receivedAt }) => instant(receivedAt) },
    ],
    events,
  )
}
