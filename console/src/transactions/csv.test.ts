import { describe, expect, test } from 'vitest'
import { aTransaction } from '../testing/samples.ts'
import { transactionsCsv } from './csv.ts'

const cells = (csv: string) => csv.split('\r\n').map((line) => line.split(','))

describe('transactions as CSV', () => {
  test('have a head and a line each, times in UTC, energy in whole watt-hours', () => {
    const [head = [], row = []] = cells(
      transactionsCsv([aTransaction({ endedAt: '2026-11-21T11:00:00.000Z', energyWh: 31_457 })]),
    )
    const record = Object.fromEntries(head.map((name, index) => [name, row[index]]))
    expect(record).toMatchObject({
      id: 'tx-1',
      station: 'CS-1',
      evse: '2',
      ended_at: '2026-11-21T11:00:00.000Z',
      energy_wh: '31457',
    })
  })

  test('quote what would break a line (RFC 4180)', () => {
    expect(transactionsCsv([aTransaction({ reference: 'a,"b"\nc' })])).toContain('"a,""b""\nc"')
  })

  test('run no formula in a spreadsheet: a token is whatever a card says', () => {
    const csv = transactionsCsv([aTransaction({ token: { value: '=HYPERLINK(0)', kind: 'rfid' } })])
    expect(csv).toContain(",'=HYPERLINK(0),")
  })
})
