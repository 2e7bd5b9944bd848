import { expect, test } from 'vitest'
import { newId } from '#kernel'
import { createTickets } from './index.ts'

const tickets = createTickets(new Uint8Array(32).fill(1))
const id = newId()
const ticket = tickets.issue('log', id)

test('a ticket says what it was issued for, always the same', () => {
  expect(tickets.read('log', ticket)).toBe(id)
  expect(tickets.issue('log', id)).toBe(ticket)
})

test.each([
  ['another purpose', () => tickets.read('firmware', ticket)],
  ['another key', () => createTickets(new Uint8Array(32).fill(2)).read('log', ticket)],
  ['another row', () => tickets.read('log', ticket.replace(id, newId()))],
  [
    'one letter changed',
    () =>
      tickets.read(
        'log',
        ticket.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')),
      ),
  ],
  ['no seal', () => tickets.read('log', id)],
  ['a path', () => tickets.read('log', '../../etc/passwd')],
  ['nothing', () => tickets.read('log', '')],
])('it does not open for %s', (_what, read) => {
  expect(read()).toBeUndefined()
})
