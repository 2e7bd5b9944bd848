import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, test } from 'vitest'
import { commandsQuery } from '../api/commands.ts'
import { messagesQuery, stationQuery, stationsQuery } from '../api/stations.ts'
import { runningQuery, transactionReadingsQuery } from '../api/transactions.ts'
import { aStation, LATER, live } from '../testing/samples.ts'
import { applyLive } from './apply-live.ts'

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
})

const listed = () => client.getQueryData(stationsQuery({}).queryKey)
const status = live({ kind: 'status', evseId: 1, connectorId: 1, status: 'charging' })

describe('events are written into what is on the screen', () => {
  test('into the list and the page of a station alike', () => {
    client.setQueryData(stationsQuery({}).queryKey, { pages: [{ items: [aStation()] }], pageParams: [''] })
    client.setQueryData(stationQuery('CS-1').queryKey, aStation())
    applyLive(client, [status])
    expect(listed()?.pages[0]?.items[0]?.connectors[0]?.status).toBe('charging')
    expect(client.getQueryData(stationQuery('CS-1').queryKey)?.connectors[0]?.status).toBe('charging')
  })

  test('rows and pages that did not change stay the same objects', () => {
    const other = aStation({ id: 'CS-2' })
    const pages = [{ items: [aStation()] }, { items: [other] }]
    client.setQueryData(stationsQuery({}).queryKey, { pages, pageParams: ['', '1'] })
    applyLive(client, [status])
    expect(listed()?.pages[1]).toBe(pages[1])
  })

  test('nothing is made up for what was never fetched', () => {
    applyLive(client, [status])
    expect(client.getQueryData(stationQuery('CS-1').queryKey)).toBeUndefined()
    expect(client.getQueryData(runningQuery.queryKey)).toBeUndefined()
  })

  test('a transaction’s numbers become a point of its plot', () => {
    client.setQueryData(transactionReadingsQuery('tx-1').queryKey, [])
    const event = { kind: 'transaction', transactionId: 'tx-1', reference: '17', status: 'active' } as const
    applyLive(client, [live({ ...event, energyWh: 750, powerW: 7_400 })])
    expect(client.getQueryData(transactionReadingsQuery('tx-1').queryKey)).toEqual([
      { at: LATER, stationId: 'CS-1', transactionId: 'tx-1', energyWh: 750, powerW: 7_400 },
    ])
  })

  test('messages come on top of the trace, in their order, once', () => {
    client.setQueryData(messagesQuery('CS-1').queryKey, [])
    const first = live({
      kind: 'message',
      direction: 'in',
      frameKind: 'call',
      action: 'Heartbeat',
      messageId: '1',
      frame: '[2]',
    })
    const second = live({ kind: 'message', direction: 'out', frameKind: 'result', messageId: '1', frame: '[3]' })
    applyLive(client, [first, second])
    applyLive(client, [second])
    expect(client.getQueryData(messagesQuery('CS-1').queryKey)?.map(({ frame }) => frame)).toEqual(['[3]', '[2]'])
  })

  test('a command moves in every list it is in, of its station and of all', () => {
    const pages = { pages: [{ items: [{ id: 'c', state: 'queued' }] }], pageParams: [''] }
    for (const key of [commandsQuery({ stationId: 'CS-1' }), commandsQuery({ kind: 'reset' })]) {
      client.setQueryData<unknown>(key.queryKey, pages)
    }
    client.setQueryData<unknown>(commandsQuery({ stationId: 'CS-2' }).queryKey, pages)
    applyLive(client, [live({ kind: 'command', commandId: 'c', commandKind: 'reset', state: 'sent' })])
    const state = (filter: { stationId?: string; kind?: string }) =>
      client.getQueryData(commandsQuery(filter).queryKey)?.pages[0]?.items[0]?.state
    expect(state({ stationId: 'CS-1' })).toBe('sent')
    expect(state({ kind: 'reset' })).toBe('sent')
    expect(state({ stationId: 'CS-2' })).toBe('queued')
  })
})
