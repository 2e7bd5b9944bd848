import { expect, test } from 'vitest'
import { ocppAddress } from './ocpp-address.ts'

test('a station connects where the installation says, its identity as the last segment', () => {
  expect(ocppAddress('CS 1/A', 'wss://charge.example.org/ocpp/', 'x')).toBe('wss://charge.example.org/ocpp/CS%201%2FA')
})

test('it connects to the machine of the console while the installation does not say', () => {
  expect(ocppAddress('CS-1', undefined, '10.0.0.7')).toBe('ws://10.0.0.7:9000/ocpp/CS-1')
})
