import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { messagesQuery, stationQuery } from '../api/stations.ts'
import { runningQuery, transactionQuery } from '../api/transactions.ts'
import type { Command, LiveEnvelope, LiveOf, LoggedMessage, Page, Reading, Station, Transaction } from '../api/types.ts'
import { messageOf, prependMessages } from './apply-message.ts'
import { applyToStation } from './apply-station.ts'
import { applyToRunning, applyToTransaction } from './apply-transaction.ts'

type Pages<T> = InfiniteData<Page<T>, string>

/** Writes what has just happened into everything that is on the screen. */
export function applyLive(client: QueryClient, events: readonly LiveEnvelope[]): void {
  applyToStations(client, events)
  applyToTransactions(
    client,
    events.filter((event) => event.kind === 'transaction'),
  )
  applyToMessages(
    client,
    events.filter((event) => event.kind === 'message'),
  )
  applyToCommands(
    client,
    events.filter((event) => event.kind === 'command'),
  )
}

/** Maps each row of paged lists, keeping every object that did not change. */
export function mapPages<T>(pages: Pages<T> | undefined, change: (item: T) => T): Pages<T> | undefined {
  if (pages === undefined) return undefined
  let changed = false
  const mapped = pages.pages.map((page) => {
    const items = page.items.map(change)
    if (items.every((item, index) => item === page.items[index])) return page
    changed = true
    return { ...page, items }
  })
  return changed ? { ...pages, pages: mapped } : pages
}

function applyToStations(client: QueryClient, events: readonly LiveEnvelope[]): void {
  const byStation = Map.groupBy(events, (event) => event.stationId)
  const change = (station: Station) => (byStation.get(station.id) ?? []).reduce(applyToStation, station)
  client.setQueriesData<Pages<Station>>({ queryKey: ['stations', 'list'] }, (pages) => mapPages(pages, change))
  for (const stationId of byStation.keys()) {
    client.setQueryData(stationQuery(stationId).queryKey, (station) => station && change(station))
  }
}

function applyToTransactions(client: QueryClient, events: readonly LiveOf<'transaction'>[]): void {
  if (events.length === 0) return
  client.setQueryData(runningQuery.queryKey, (running) => running && events.reduce(applyToRunning, running))
  const byId = Map.groupBy(events, (event) => event.transactionId)
  const change = (transaction: Transaction) => (byId.get(transaction.id) ?? []).reduce(applyToTransaction, transaction)
  client.setQueriesData<Pages<Transaction>>({ queryKey: ['transactions', 'list'] }, (pages) => mapPages(pages, change))
  for (const event of events) {
    client.setQueryData(transactionQuery(event.transactionId).queryKey, (one) => one && applyToTransaction(one, event))
    const reading = readingOf(event)
    const append = (readings: readonly Reading[] | undefined) => readings && [...readings, reading]
    client.setQueryData(['transactions', 'readings', event.transactionId], append)
    client.setQueriesData({ queryKey: ['stations', 'readings', event.stationId] }, append)
  }
}

/** A point of a plot, as far as an event tells. */
function readingOf(event: LiveOf<'transaction'>): Reading {
  const { at, stationId, transactionId, evseId, energyWh, powerW, stateOfCharge } = event
  return {
    at,
    stationId,
    transactionId,
    energyWh,
    ...(evseId === undefined ? {} : { evseId }),
    ...(powerW === undefined ? {} : { powerW }),
    ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
  }
}

function applyToMessages(client: QueryClient, events: readonly LiveOf<'message'>[]): void {
  for (const [stationId, ofStation] of Map.groupBy(events, (event) => event.stationId)) {
    client.setQueryData<readonly LoggedMessage[]>(
      messagesQuery(stationId).queryKey,
      (messages) => messages && prependMessages(messages, ofStation.map(messageOf)),
    )
  }
}

function applyToCommands(client: QueryClient, events: readonly LiveOf<'command'>[]): void {
  for (const { stationId, commandId, state } of events) {
    for (const queryKey of [
      ['commands', stationId],
      ['commands', ''],
    ]) {
      client.setQueriesData<Pages<Command>>({ queryKey }, (pages) =>
        mapPages(pages, (command) => (command.id === commandId ? { ...command, state } : command)),
      )
    }
  }
}
