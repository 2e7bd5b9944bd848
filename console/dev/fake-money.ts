import type { AlertRecipient, BalanceEntry, BatterySwapEvent, Payment, Tariff } from '#api-client'
import { pageOf } from './fake-http.ts'
import type { Route } from './fake-routes.ts'
import { type Fleet, PARTY } from './fleet.ts'

const MINUTE = 60_000

/** Tariffs, payments and who is told of alerts, as they stand. */
export function moneyRoutes(fleet: Fleet): Record<string, Route> {
  const list =
    <T>(of: () => readonly T[]): Route =>
    ({ query }) =>
      pageOf(fleet.stations.size === 0 ? [] : of(), query)
  return {
    'GET /tariffs': list(() => [tariff(fleet)]),
    'GET /tokens/:/tariff': ({ path }) => ({ tokenId: path[1], partyId: PARTY }),
    'GET /stations/:/tariffs': ({ path }) =>
      pageOf([{ stationId: path[1] ?? '', evseId: 0, tariffId: 'tariff-1' }], new URLSearchParams()),
    'GET /tokens/:/balance': ({ path }) => ({ ...balance, tokenId: path[1] ?? '' }),
    'GET /tokens/:/balance-entries': list(() => entries(fleet)),
    'GET /parties/:/payment-provider': () => ({
      partyId: PARTY,
      url: 'https://psp.example/settlements',
      pageUrl: 'https://psp.example/pay',
      changedAt: before(fleet, 9_000),
    }),
    'GET /payments': list(() => [payment(fleet)]),
    'GET /battery-swaps': list(() => [swap(fleet)]),
    'GET /recipients': list(() => [recipient(fleet)]),
    'GET /recipients/:/deliveries': list(() => []),
  }
}

const before = (fleet: Fleet, minutes: number) => fleet.iso(fleet.now() - minutes * MINUTE)

function tariff(fleet: Fleet): Tariff {
  return {
    id: 'tariff-1',
    partyId: PARTY,
    name: 'Ad hoc AC',
    currency: 'EUR',
    energy: { prices: [{ price: '0.49', when: { fromTime: '08:00', toTime: '20:00' } }, { price: '0.39' }] },
    idleTime: { prices: [{ price: '0.10' }] },
    createdAt: before(fleet, 40_000),
  }
}

const balance = { partyId: PARTY, currency: 'EUR', amount: '41.20' }

function entries(fleet: Fleet): readonly BalanceEntry[] {
  const entry = { tokenId: 'token-1' }
  return [
    { ...entry, id: 'entry-2', kind: 'transaction', amount: '-8.80', balance: '41.20', madeAt: before(fleet, 300) },
    { ...entry, id: 'entry-1', kind: 'set', amount: '50.00', balance: '50.00', madeAt: before(fleet, 9_000) },
  ]
}

function payment(fleet: Fleet): Payment {
  return {
    id: 'payment-1',
    stationId: 'GARAGE-02',
    partyId: PARTY,
    reference: 'psp-77810-2291',
    state: 'to-settle',
    settledBy: 'platform',
    limits: { maxCost: '40.00' },
    amount: '17.85',
    currency: 'EUR',
    createdAt: before(fleet, 120),
    updatedAt: before(fleet, 12),
  }
}

function swap(fleet: Fleet): BatterySwapEvent {
  return {
    id: 'swap-1',
    stationId: 'GARAGE-02',
    partyId: PARTY,
    requestId: 12,
    kind: 'in',
    token: '04A1B2C3D4',
    tokenKind: 'rfid',
    batteries: [{ evseId: 1, serialNumber: 'BAT-1', stateOfCharge: 11, stateOfHealth: 97 }],
    receivedAt: before(fleet, 300),
  }
}

function recipient(fleet: Fleet): AlertRecipient {
  return {
    id: 'recipient-1',
    partyId: PARTY,
    kind: 'webhook',
    target: 'https://hooks.example.org/chargewright',
    leastSeverity: 5,
    enabled: true,
    createdAt: before(fleet, 40_000),
  }
}
