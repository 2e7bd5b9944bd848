import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { MAX_PARTS, MAX_REPORTS } from '#domain/station-reports'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createDeviceModel, type ReportedVariable, type ReportPart } from './index.ts'
import { MAX_VARIABLES } from './variable-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const model = createDeviceModel({ database, clock })

let stationId = ''
let count = 0
async function newStation() {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
}
beforeEach(newStation)

const variable = (change: Partial<ReportedVariable> = {}): ReportedVariable => ({
  component: 'OCPPCommCtrlr',
  name: 'HeartbeatInterval',
  attribute: 'Actual',
  value: '300',
  ...change,
})
const now = () => new Date(clock.nowMs())
const record = (...variables: ReportedVariable[]) => model.record(stationId, variables, now())
const listed = () => model.list(everyParty, stationId)

describe('a variable', () => {
  test('is kept with all that was told of it, apart from those of other places', async () => {
    const full = variable({
      component: 'EVSE',
      componentInstance: 'left',
      evseId: 1,
      connectorId: 2,
      name: 'Power',
      instance: 'L1',
      attribute: 'MaxSet',
      mutability: 'ReadOnly',
      dataType: 'decimal',
      unit: 'W',
    })
    const plain = variable({ component: 'EVSE', name: 'Power' })
    await record(full, plain)
    expect(await listed()).toEqual([
      { ...plain, stationId, updatedAt: now(), since: now(), source: 'report' },
      { ...full, stationId, updatedAt: now(), since: now(), source: 'report' },
    ])
  })

  test('holds what was told last, and keeps what nobody told anew', async () => {
    await record(variable({ mutability: 'ReadWrite', unit: 's' }))
    await record(variable({ value: '600' }), variable({ value: '900' }))
    expect(await listed()).toMatchObject([{ value: '900', mutability: 'ReadWrite', unit: 's' }])
  })

  test('is not taken back by an older word that comes late', async () => {
    await record(variable({ value: '600' }))
    await model.record(stationId, [variable()], new Date(clock.nowMs() - 1))
    expect(await listed()).toMatchObject([{ value: '600' }])
  })

  test('A-15: is never kept when it is write-only or a secret, also when only its value is told later', async () => {
    await record(
      variable({ name: 'Pin', mutability: 'WriteOnly', value: 'hidden' }),
      variable({ component: 'SecurityCtrlr', name: 'BasicAuthPassword', value: 'hidden' }),
      variable({ component: 'Configuration', name: 'authorizationKey', value: 'hidden' }),
    )
    await record(variable({ name: 'Pin', value: 'hidden' }))
    const { rows } = await database.query<{ text: string }>('', 'SELECT v::text AS text FROM variable v', [])
    expect(rows.filter(({ text }) => text.includes('hidden'))).toEqual([])
    expect(await listed()).toHaveLength(3)
  })
})

describe('F-06: a report in parts', () => {
  const part = (seqNo: number, parts: number, requestId = 1): ReportPart => ({
    stationId,
    requestId,
    seqNo,
    toBeContinued: seqNo < parts - 1,
    variables: [variable({ name: `V${seqNo}` })],
  })

  test('whatever order its parts come in, and however often, it is complete when all are there', async () => {
    const arrivals = fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8 })
    await fc.assert(
      fc.asyncProperty(arrivals, async (order) => {
        await newStation()
        const came = new Set<number>()
        for (const seqNo of order) {
          came.add(seqNo)
          const found = await model.recordPart(part(seqNo, 4))
          expect(found.complete).toBe(came.size === 4)
          const missing = [0, 1, 2, 3].filter((each) => !came.has(each))
          expect(found.missing).toEqual(came.has(3) ? missing : [])
        }
        expect(await listed()).toHaveLength(4)
      }),
      { numRuns: 20 },
    )
  })

  test('reports do not mix, and only the latest few are remembered', async () => {
    await model.recordPart(part(1, 2, 1))
    expect(await model.recordPart(part(0, 2, 2))).toEqual({ complete: false, missing: [] })
    expect(await model.recordPart(part(0, 2, 1))).toEqual({ complete: true, missing: [] })
    for (let requestId = 3; requestId < 20; requestId++) await model.recordPart(part(0, 2, requestId))
    const { rows } = await database.query('', 'SELECT FROM station_report WHERE station_id = $1', [stationId])
    expect(rows).toHaveLength(MAX_REPORTS)
  })

  test.each([-1, 0.5, MAX_PARTS, 2 ** 40])('part number %d cannot be counted; what it says is kept', async (seqNo) => {
    expect(await model.recordPart({ ...part(0, 1), seqNo })).toEqual({ complete: false, missing: [] })
    expect(await listed()).toHaveLength(1)
  })

  test('without variables, or of a station that is gone, it is taken all the same', async () => {
    expect(await model.recordPart({ ...part(0, 1), variables: [] })).toEqual({ complete: true, missing: [] })
    expect(await model.recordPart({ ...part(0, 1), stationId: 'CS-gone' })).toEqual({ complete: false, missing: [] })
  })
})

describe('bounds', () => {
  test('a station cannot grow the table without end; what it has stays up to date', async () => {
    const many = Array.from({ length: MAX_VARIABLES + 10 }, (_, index) => variable({ name: `V${index}` }))
    await record(...many.slice(0, 10_000))
    await record(...many.slice(10_000))
    await record(variable({ name: 'V0', value: 'new' }), variable({ name: 'one more' }))
    const found = await listed()
    expect(found).toHaveLength(MAX_VARIABLES)
    expect(found.find(({ name }) => name === 'V0')).toMatchObject({ value: 'new' })
  })

  test('what can be no variable is left out, long and broken text is cut and made storable', async () => {
    await record(
      variable({ name: '' }),
      variable({ name: 'x'.repeat(256) }),
      variable({ evseId: 3_000_000_000 }),
      variable({ connectorId: 1.5 }),
      variable({ value: 'v\0'.repeat(10_000) }),
    )
    const found = await listed()
    expect(found).toHaveLength(1)
    expect(found[0]?.value).toHaveLength(5_000)
  })
})

test('another party cannot read them', async () => {
  await expect(model.list({ partyIds: ['other'] }, stationId)).rejects.toMatchObject({ code: 'not-found' })
})
