import { expect, test } from 'vitest'
import type { TextSink } from '../surroundings.ts'
import { facts, table } from './table.ts'

const pipe: TextSink = { write: () => {}, isTerminal: false, colour: false, columns: 80 }
const screen = (columns: number): TextSink => ({ ...pipe, isTerminal: true, columns })

interface Row {
  readonly name: string
  readonly count: number
  readonly note?: string
}

const columns = [
  { title: 'NAME', text: ({ name }: Row) => name, shrinks: true },
  { title: 'COUNT', text: ({ count }: Row) => count, align: 'right' as const },
  { title: 'NOTE', text: ({ note }: Row) => note },
]

test('columns stand below their titles, numbers to the right', () => {
  const rows = [
    { name: 'a', count: 1, note: 'x' },
    { name: 'longer', count: 1000 },
  ]
  expect(table(pipe, columns, rows)).toBe('NAME    COUNT  NOTE\na           1  x\nlonger   1000\n')
})

test('a column that says nothing is left out', () => {
  expect(table(pipe, columns, [{ name: 'a', count: 1 }])).toBe('NAME  COUNT\na         1\n')
})

test('wide characters keep the columns straight', () => {
  const text = table(pipe, columns, [
    { name: '充電', count: 1 },
    { name: 'abcd', count: 2 },
  ])
  expect(text).toBe('NAME  COUNT\n充電      1\nabcd      2\n')
})

test('what is too wide for the terminal is cut where it may be, and marked', () => {
  const row = { name: 'n'.repeat(60), count: 7, note: 'kept whole' }
  const lines = table(screen(40), columns, [row]).trimEnd().split('\n')
  expect(lines[1]).toMatch(/^n+… +7 {2}kept whole$/)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
})

test('nothing is cut in a pipe', () => {
  expect(table(pipe, columns, [{ name: 'n'.repeat(300), count: 7 }])).toContain('n'.repeat(300))
})

test('what a station sent cannot steer the terminal', () => {
  const text = table(pipe, columns, [{ name: '\x1b[2Jgone\r\nrow\u202e', count: 1 }])
  for (const character of ['\x1b', '\r', '\u202e']) expect(text).not.toContain(character)
  expect(text.trimEnd().split('\n')).toHaveLength(2)
})

test('titles are dimmed where there are colours', () => {
  expect(table({ ...screen(80), colour: true }, columns, [{ name: 'a', count: 1 }])).toContain('\x1b[2mNAME')
})

test('facts name what is known, and leave out what is not', () => {
  expect(
    facts(pipe, [
      ['Station', 'CS-1'],
      ['Name', undefined],
      ['Connections', 0],
      ['Note', ''],
    ]),
  ).toBe('Station      CS-1\nConnections  0\n')
})
