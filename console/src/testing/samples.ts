import type { LiveEnvelope, LiveEvent, Station, Transaction } from '../api/types.ts'

/** Resources as the API gives them, to be changed where a test looks. */
export const AT = '2026-11-21T10:00:00.000Z'
export const LATER = '2026-11-21T10:00:05.000Z'

export function aStation(change: Partial<Station> = {}): Station {
  return {
    id: 'CS-1',
    partyId: 'p',
    admission: 'accepted',
    registration: 'accepted',
    securityProfile: 1,
    securityProfileSet: false,
    awaitedSecurityProfiles: [],
    allowProfileDowngrade: false,
    allowExpiredCertificate: false,
    hasSecret: true,
    createdAt: '2026-11-01T00:00:00.000Z',
    presence: { epoch: 1, connected: true, lastSeenAt: AT, connectionCount: 1, deviationCount: 0 },
    connectors: [
      { evseId: 1, connectorId: 1, status: 'available', statusAt: AT },
      { evseId: 2, connectorId: 1, status: 'charging', statusAt: AT },
    ],
    ...change,
  }
}

export function aTransaction(change: Partial<Transaction> = {}): Transaction {
  return {
    id: 'tx-1',
    stationId: 'CS-1',
    partyId: 'p',
    reference: '17',
    status: 'active',
    evseId: 2,
    firstEventAt: AT,
    lastEventAt: AT,
    startRegisterWh: 1_000,
    energyWh: 500,
    powerW: 7_000,
    complete: true,
    flags: [],
    updatedAt: AT,
    ...change,
  }
}

export const live = <E extends LiveEvent>(
  event: E,
  at = LATER,
): E & Omit<LiveEnvelope, keyof LiveEvent> & LiveEnvelope =>
  ({ ...event, version: 1, partyId: 'p', stationId: 'CS-1', at }) as never
