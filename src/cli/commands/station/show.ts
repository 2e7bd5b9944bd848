import type { Command } from 'commander'
import type { Station, Transaction } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { ago, energy, instant, power } from '../../format/quantities.ts'
import { facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { stateOf } from './words.ts'

export function addStationShow(station: Command, around: Surroundings): void {
  apiCommand(station, 'show <station>', 'Show a station, its connectors and what it is charging')
    .addHelpText('after', '\nExample:\n  chargewright station show CS-1')
    .action(async (id: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      const found = await api.call('getStation', { params: { id } })
      const running = await api.call('listTransactions', { query: { stationId: id, status: 'active' } })
      answer(around, options.json, { ...found, activeTransactions: running.items }, () =>
        [described(found, around), connectors(found, around), charging(running.items, around)]
          .filter(Boolean)
          .join('\n'),
      )
    })
}

function described(station: Station, { out, clock }: Surroundings): string {
  const { presence } = station
  return facts(out, [
    ['Station', station.id],
    ['Name', station.name],
    ['Party', station.partyId],
    ['Location', station.locationId],
    ['State', stateOf(station)],
    ['Registration', station.registration],
    ['OCPP', station.protocol?.replace('ocpp', '')],
    ['Made by', [station.vendor, station.model].filter(Boolean).join(' ')],
    ['Serial number', station.serialNumber],
    ['Firmware', station.firmwareVersion],
    ['Security profile', profileWords(station)],
    ['Refused', refusalWords(station)],
    ['Certificate', station.certificateName],
    ['Password', station.hasSecret ? 'set' : 'none'],
    ['Address', presence.remoteAddress],
    ['Last boot', instant(station.bootedAt)],
    ['Last seen', ago(presence.lastSeenAt, clock.nowMs())],
    ['Connections', presence.connectionCount],
    ['Deviations', presence.deviationCount],
  ])
}

function profileWords({ presence, securityProfile, securityProfileSet, awaitedSecurityProfiles }: Station): string {
  const awaited =
    awaitedSecurityProfiles.length === 0 ? '' : `, told to change to ${awaitedSecurityProfiles.join(', ')}`
  const wanted = `${securityProfile} ${securityProfileSet ? 'and no other' : 'or higher'}`
  return `${presence.securityProfile ?? '-'} now, ${wanted} served${awaited}`
}

function refusalWords({ refusal }: Station): string | undefined {
  return refusal && `${instant(refusal.at)} from ${refusal.remoteAddress ?? 'somewhere'}: ${refusal.reason}`
}

function connectors({ connectors }: Station, { out }: Surroundings): string {
  if (connectors.length === 0) return ''
  return table(
    out,
    [
      { title: 'EVSE', text: ({ evseId }) => (evseId === 0 ? 'all' : evseId), align: 'right' },
      { title: 'CONNECTOR', text: ({ connectorId }) => connectorId, align: 'right' },
      { title: 'STATUS', text: ({ status }) => status },
      { title: 'SINCE', text: ({ statusAt }) => instant(statusAt) },
      { title: 'ERROR', text: ({ errorCode }) => (errorCode === 'NoError' ? '' : errorCode) },
      { title: 'VENDOR ERROR', text: ({ vendorErrorCode }) => vendorErrorCode },
      { title: 'INFO', text: ({ info }) => info, shrinks: true },
    ],
    connectors,
  )
}

function charging(transactions: readonly Transaction[], { out }: Surroundings): string {
  if (transactions.length === 0) return ''
  return table(
    out,
    [
      { title: 'TRANSACTION', text: ({ id }) => id },
      { title: 'EVSE', text: ({ evseId }) => evseId, align: 'right' },
      { title: 'TOKEN', text: ({ token }) => token?.value, shrinks: true },
      { title: 'SINCE', text: ({ startedAt }) => instant(startedAt) },
      { title: 'ENERGY', text: ({ energyWh }) => energy(energyWh), align: 'right' },
      { title: 'POWER', text: ({ powerW }) => power(powerW), align: 'right' },
    ],
    transactions,
  )
}
