import { expect, test } from 'vitest'
import { openMetrics, SERIES_LIMIT } from './metrics.ts'

test('what was counted, set and observed can be read in the format of Prometheus', async () => {
  const { metrics, text, contentType } = openMetrics()
  const calls = metrics.counter('ocpp_calls_total', 'Calls of stations', ['action'])
  calls.add(1, { action: 'Heartbeat' })
  calls.add(2, { action: 'Heartbeat' })
  metrics.gauge('ocpp_connections', 'Stations connected').set(12)
  metrics.histogram('storage_flush_seconds', 'Time of one group commit', [0.01, 0.1]).observe(0.05)
  const page = await text()
  expect(contentType).toContain('text/plain; version=0.0.4')
  expect(page).toContain('# HELP chargewright_ocpp_calls_total Calls of stations')
  expect(page).toContain('# TYPE chargewright_ocpp_calls_total counter')
  expect(page).toContain('chargewright_ocpp_calls_total{action="Heartbeat"} 3')
  expect(page).toContain('chargewright_ocpp_connections 12')
  expect(page).toContain('chargewright_storage_flush_seconds_bucket{le="0.01"} 0')
  expect(page).toContain('chargewright_storage_flush_seconds_bucket{le="0.1"} 1')
})

test('the same name is the same figure', async () => {
  const { metrics, text } = openMetrics()
  for (const _twice of [1, 2]) metrics.counter('stops_total', 'Stops').add()
  expect(await text()).toContain('chargewright_stops_total 2')
})

test('two programs in one process keep their figures apart', async () => {
  const [one, other] = [openMetrics(), openMetrics()]
  one.metrics.counter('stops_total', 'Stops').add()
  expect(await other.text()).not.toContain('stops_total')
})

test('a name of one kind cannot be another', () => {
  const { metrics } = openMetrics()
  metrics.gauge('queue_items', 'Queued')
  expect(() => metrics.histogram('queue_items', 'Queued', [1])).toThrow('another kind')
})

test.each(['Calls_total', 'calls-total', 'calls__total', ''])('%s is no name', (name) => {
  expect(() => openMetrics().metrics.gauge(name, 'x')).toThrow('no name')
})

test('a counter says that it is a total', () => {
  expect(() => openMetrics().metrics.counter('calls', 'x')).toThrow('_total')
})

test('labels cannot grow without bound', async () => {
  const { metrics, text } = openMetrics()
  const calls = metrics.counter('calls_total', 'x', ['vendor'])
  for (let vendor = 0; vendor < SERIES_LIMIT + 100; vendor++) calls.add(1, { vendor: `v${vendor}` })
  calls.add(1, { vendor: 'v0' })
  const series = (await text()).split('\n').filter((line) => line.startsWith('chargewright_calls_total{'))
  expect(series).toHaveLength(SERIES_LIMIT + 1)
  expect(series).toContain('chargewright_calls_total{vendor="other"} 100')
  expect(series).toContain('chargewright_calls_total{vendor="v0"} 2')
})

test('the process itself is measured on request', async () => {
  expect(await openMetrics({ ofProcess: true }).text()).toContain('chargewright_process_resident_memory_bytes')
  expect(await openMetrics().text()).not.toContain('process_resident')
})
