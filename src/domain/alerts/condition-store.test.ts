import { afterAll, expect, test } from 'vitest'
import type { Queries } from '#storage'
import { testDatabase } from '#test/database'
import { compareConditions } from './condition-store.ts'

const database = await testDatabase()
afterAll(() => database.close())

const STATIONS = 400
const thresholds = { offlineAfterS: 60, silentAfterS: 60, contactAfterS: 60, energyAfterS: 60, heldAfterS: 60 }

interface PlanNode {
  readonly 'Relation Name'?: string
  readonly 'Actual Loops': number
  readonly Plans?: readonly PlanNode[]
}

test('a fleet is looked through once at a look, however young its tables are', async () => {
  await stations(1, 1)
  // From here on the planner believes in one station.
  await database.query('analyze', 'ANALYZE', [])
  await stations(2, STATIONS)
  const scans = nodesOf(await planOfLook()).filter((node) => node['Relation Name'] === 'station_presence')
  expect(scans.length).toBeGreaterThan(0)
  expect(scans.map((node) => node['Actual Loops'])).toEqual(scans.map(() => 1))
})

test('C24.FR.10 C25.FR.40 what the platform is to settle, and nobody does within a day, is told of a station once', async () => {
  await stations(1_001, 1_001)
  const now = new Date('2026-03-02T12:00:00Z')
  await payment('late', 'to-settle', 'platform', '2026-03-01T11:00:00Z')
  await payment('later', 'to-settle', 'platform', '2026-03-01T11:30:00Z')
  await payment('fresh', 'to-settle', 'platform', '2026-03-01T12:00:01Z')
  await payment('own', 'to-settle', 'station', '2026-03-01T11:00:00Z')
  await payment('done', 'settled', 'platform', '2026-03-01T11:00:00Z')
  await payment('told', 'to-settle', 'platform', '2026-03-01T11:00:00Z')
  await database.query(
    'order',
    `INSERT INTO payment_order (payment_id, number, party_id, kind, amount, total, currency, next_at)
     VALUES ('told', 1, 'north', 'settle', 2, 2, 'EUR', now())`,
    [],
  )
  const { fresh } = await compareConditions(database, thresholds, now)
  expect(fresh.filter(({ cause }) => cause === 'payment-not-taken')).toMatchObject([
    {
      ...{ stationId: 'CS-1001', subject: '', detail: 'Nobody settles 2, and no provider is told' },
      since: new Date('2026-03-01T11:00:00Z'),
    },
  ])
})

async function payment(id: string, state: string, settledBy: string, updatedAt: string): Promise<void> {
  await database.query(
    'payment',
    `INSERT INTO payment (id, station_id, party_id, reference, state, settled_by, amount, currency, created_at, updated_at)
     VALUES ($1, 'CS-1001', 'north', $1, $2, $3, 2, 'EUR', $4, $4)`,
    [id, state, settledBy, updatedAt],
  )
}

async function stations(from: number, to: number): Promise<void> {
  await database.query('party', `INSERT INTO party (id, name) VALUES ('north', 'North') ON CONFLICT DO NOTHING`, [])
  await database.query(
    'stations',
    `INSERT INTO station (id, party_id, admission) SELECT 'CS-' || n, 'north', 'accepted' FROM generate_series($1::int, $2::int) n`,
    [from, to],
  )
  await database.query(
    'presence',
    `INSERT INTO station_presence (station_id, epoch, connected, connected_at, last_seen_at, node)
     SELECT 'CS-' || n, 1, true, now(), now(), 'n' FROM generate_series($1::int, $2::int) n`,
    [from, to],
  )
}

async function planOfLook(): Promise<PlanNode> {
  const plans: PlanNode[] = []
  const explaining = {
    async query(name: string, text: string, values: readonly unknown[]) {
      const { rows } = await database.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
        `${name}-plan`,
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      )
      plans.push(...(rows[0]?.['QUERY PLAN'].map(({ Plan }) => Plan) ?? []))
      return { rows: [] }
    },
  }
  await compareConditions(explaining as unknown as Queries, thresholds, new Date())
  const [plan] = plans
  if (plan === undefined) throw new Error('The look was not explained')
  return plan
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}
