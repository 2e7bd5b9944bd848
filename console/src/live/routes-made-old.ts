import type { Route } from '../api/ask.ts'

const PROFILES = [
  'GET /stations/{id}/charging-profiles',
  'GET /stations/{id}/charging-schedule',
  'GET /stations/{id}/charging-limits',
] as const satisfies readonly Route[]
const DER = ['GET /stations/{id}/der-controls', 'GET /stations/{id}/der-alarms'] as const satisfies readonly Route[]
const CERTIFICATES = [
  'GET /stations/{id}/certificates',
  'GET /stations/{id}/installed-certificates',
] as const satisfies readonly Route[]
const MONITORING = [
  'GET /stations/{id}/monitoring',
  'GET /stations/{id}/event-streams',
] as const satisfies readonly Route[]
const PAST = [
  'GET /stations/{id}/variables/history',
  'GET /stations/{id}/variables/series',
] as const satisfies readonly Route[]

/** What a command, as it moves, changes of what the platform keeps: by the words in its kind. */
const BY_WORD: readonly (readonly [RegExp, readonly Route[]])[] = [
  [/charging-profile|composite-schedule|dynamic-schedule/, PROFILES],
  [/der-control/, DER],
  [/certificate|trigger/, CERTIFICATES],
  [/local-list/, ['GET /stations/{id}/local-list', 'GET /stations/{id}/local-list/entries']],
  [/reserv/, ['GET /reservations']],
  [/monitoring|event-stream/, MONITORING],
  [/display-message/, ['GET /stations/{id}/display-messages']],
  [/variables/, PAST],
  [/firmware/, ['GET /firmware-updates', 'GET /firmware-publications']],
  [/get-log/, ['GET /station-logs']],
  [/customer-information/, ['GET /stations/{id}/customer-reports']],
]

export const routesOfCommand = (kind: string): readonly Route[] => [
  'GET /commands/{id}',
  ...BY_WORD.flatMap(([word, routes]) => (word.test(kind) ? routes : [])),
]

/** The same for what a station tells by itself. */
const BY_ACTION: Readonly<Record<string, readonly Route[]>> = {
  ReportChargingProfiles: PROFILES,
  NotifyChargingLimit: PROFILES,
  ClearedChargingLimit: PROFILES,
  NotifyEVChargingNeeds: ['GET /stations/{id}/charging-needs', ...PROFILES],
  NotifyEVChargingSchedule: ['GET /stations/{id}/charging-needs'],
  NotifyDERAlarm: DER,
  NotifyDERStartStop: DER,
  ReportDERControl: DER,
  SignCertificate: CERTIFICATES,
  ReservationStatusUpdate: ['GET /reservations'],
  StartTransaction: ['GET /reservations'],
  TransactionEvent: ['GET /reservations'],
  NotifyMonitoringReport: MONITORING,
  OpenPeriodicEventStream: MONITORING,
  ClosePeriodicEventStream: MONITORING,
  NotifyPeriodicEventStream: ['GET /stations/{id}/event-streams', 'GET /stations/{id}/stream-values'],
  NotifyDisplayMessages: ['GET /stations/{id}/display-messages'],
  NotifyReport: PAST,
  NotifyEvent: PAST,
  NotifyCustomerInformation: ['GET /stations/{id}/customer-reports'],
}

export const routesOfAction = (action: string): readonly Route[] => BY_ACTION[action] ?? []
