import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { testDatabase } from '#test/database'
import { assemble, type StoredPart } from './assemble.ts'
import { LONGEST_PART, MOST_PARTS, MOST_REPORTS } from './customer-report-store.ts'
import { type CustomerReportPart, createCustomerInformation } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const information = createCustomerInformation({ database })

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const noon = Date.parse('2026-03-01T12:00:00Z')
const part = (change: Partial<CustomerReportPart> = {}): CustomerReportPart => ({
  ...{ stationId, partyId: 'default', requestId: 1, seqNo: 0, toBeContinued: false, data: 'x' },
  receivedAt: new Date(noon),
  ...change,
})
const listed = () => information.list(everyParty, stationId)

describe('a report', () => {
  test('whatever order its parts come in, is complete when all are there, and says what is missing once the last has come', () => {
    const parts: StoredPart[] = ['a', 'b', 'c', 'd'].map((data, seqNo) => ({
      ...{ requestId: 1, seqNo, data, last: seqNo === 3, receivedAt: new Date(noon + seqNo) },
    }))
    const arrivals = fc.shuffledSubarray(parts, { minLength: 1 })
    fc.assert(
      fc.property(arrivals, (came) => {
        const report = assemble({ stationId: 'CS', partyId: 'p' }, 1, came)
        const seqNos = came.map(({ seqNo }) => seqNo)
        expect(report.complete).toBe(came.length === 4)
        expect(report.missing).toEqual(
          // F-06: more may be on their way as long as the last has not come.
          seqNos.includes(3) ? [0, 1, 2].filter((seqNo) => !seqNos.includes(seqNo)) : [],
        )
        expect(report.data).toBe(
          [...came]
            .sort((a, b) => a.seqNo - b.seqNo)
            .map(({ data }) => data)
            .join(''),
        )
      }),
    )
  })

  test('has parts of bounded length and number, and holds what no database can', async () => {
    await information.recordPart(part({ data: 'y\0'.repeat(LONGEST_PART) }))
    await information.recordPart(part({ seqNo: MOST_PARTS }))
    await information.recordPart(part({ seqNo: -1 }))
    await information.recordPart(part({ seqNo: 0.5 }))
    await information.recordPart(part({ requestId: 2 ** 31 }))
    const [report, ...others] = await listed()
    expect(others).toEqual([])
    expect(report?.data).toHaveLength(LONGEST_PART)
  })

  test('is one of the latest few of its station', async () => {
    for (let requestId = 1; requestId <= MOST_REPORTS + 3; requestId += 1) {
      await information.recordPart(part({ requestId, receivedAt: new Date(noon + requestId) }))
    }
    expect((await listed()).map(({ requestId }) => requestId)).toEqual([11, 10, 9, 8, 7, 6, 5, 4])
  })

  test('of a station that is gone is nobody’s', async () => {
    await information.recordPart(part({ stationId: 'CS-gone' }))
    await expect(information.list(everyParty, 'CS-gone')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is not found by another party', async () => {
    await information.recordPart(part())
    await expect(information.list({ partyIds: ['other'] }, stationId)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('goes after its time, the oldest first', async () => {
    for (let seqNo = 0; seqNo < 4; seqNo += 1) {
      await information.recordPart(part({ seqNo, data: String(seqNo), receivedAt: new Date(noon - 1_000_000 + seqNo) }))
    }
    const before = new Date(noon - 1_000_000 + 3)
    expect(await information.removeBefore(before, 2)).toBe(2)
    expect(await information.removeBefore(before, 10)).toBe(1)
    expect(await listed()).toMatchObject([{ data: '3' }])
  })
})
