import { ALERT_CAUSES } from './alerts/alert-words.ts'
import type { AlertFilter } from './api/alerts.ts'
import { type Admission, COMMAND_STATES, CONNECTOR_STATUSES, TRANSACTION_FLAGS } from './api/types.ts'
import { LOG_KINDS, LOG_OUTCOMES } from './logs/log-words.ts'
import { PAYMENT_STATES } from './payments/payment-words.ts'

/** Filters live in the address, so that a view can be sent to a colleague. What does not read is left out. */
type Raw = Readonly<Record<string, unknown>>

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value)
}

function word<K extends string>(raw: Raw, name: K): { [key in K]?: string } {
  const value = raw[name]
  const read: { [key in K]?: string } = {}
  if (typeof value === 'string' && value !== '') read[name] = value
  // The router reads 2026 and true as what they look like; a token or reference may be just that.
  if (typeof value === 'number' || typeof value === 'boolean') read[name] = String(value)
  return read
}

function choice<K extends string, T extends string>(raw: Raw, name: K, allowed: readonly T[]): { [key in K]?: T } {
  const read: { [key in K]?: T } = {}
  const value = oneOf(allowed, raw[name])
  if (value !== undefined) read[name] = value
  return read
}

export const ADMISSIONS = ['accepted', 'waiting', 'refused'] as const satisfies readonly Admission[]

export const readStationsSearch = (raw: Raw) => ({
  ...word(raw, 'search'),
  ...word(raw, 'locationId'),
  ...choice(raw, 'connection', ['connected', 'offline']),
  ...choice(raw, 'status', CONNECTOR_STATUSES),
  ...choice(raw, 'admission', ADMISSIONS),
})
export type StationsSearch = ReturnType<typeof readStationsSearch>

export const STATION_TABS = [
  'overview',
  'messages',
  'commands',
  'charging',
  'drivers',
  'variables',
  'monitoring',
  'events',
  'maintenance',
  'settings',
] as const
export type StationTab = (typeof STATION_TABS)[number]
export const readStationSearch = (raw: Raw): { tab?: StationTab } => choice(raw, 'tab', STATION_TABS)

export const readTransactionsSearch = (raw: Raw) => ({
  ...word(raw, 'stationId'),
  ...word(raw, 'token'),
  ...readCompletedSearch(raw),
  ...choice(raw, 'status', ['active', 'ended']),
  ...choice(raw, 'flag', TRANSACTION_FLAGS),
})
export type TransactionsSearch = ReturnType<typeof readTransactionsSearch>

export const readCommandsSearch = (raw: Raw) => ({
  ...word(raw, 'stationId'),
  ...choice(raw, 'state', COMMAND_STATES),
  ...word(raw, 'kind'),
})

export const readTokensSearch = (raw: Raw) => ({
  ...word(raw, 'search'),
  ...word(raw, 'groupId'),
  ...choice(raw, 'status', ['active', 'blocked']),
})

/** `2026-11`. */
export function readCompletedSearch(raw: Raw): { month?: string } {
  const { month } = word(raw, 'month')
  return month !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {}
}

export const ALERT_TABS = ['alerts', 'recipients'] as const
/** `alert` is the one that lies open. */
export function readAlertsSearch(raw: Raw): AlertFilter & { alert?: string; tab?: (typeof ALERT_TABS)[number] } {
  const { atLeast } = word(raw, 'atLeast')
  return {
    ...choice(raw, 'tab', ALERT_TABS),
    ...word(raw, 'stationId'),
    ...choice(raw, 'cause', ALERT_CAUSES),
    ...(atLeast !== undefined && /^\d$/.test(atLeast) ? { atLeast: Number(atLeast) } : {}),
    ...word(raw, 'alert'),
  }
}
export type AlertsSearch = ReturnType<typeof readAlertsSearch>

export const FIRMWARE_TABS = ['campaigns', 'images', 'updates', 'controllers'] as const
export const readFirmwareSearch = (raw: Raw) => choice(raw, 'tab', FIRMWARE_TABS)

export const REBOOT_TABS = ['schedules', 'campaigns'] as const
/** `scheduleId`: only the campaigns that this schedule has begun. */
export const readRebootsSearch = (raw: Raw) => ({ ...choice(raw, 'tab', REBOOT_TABS), ...word(raw, 'scheduleId') })

export const CONFIGURATION_TABS = ['templates', 'drift', 'changes'] as const
const readDriftFilter = (raw: Raw) => ({
  ...word(raw, 'templateId'),
  ...word(raw, 'stationId'),
  ...choice(raw, 'state', ['differs', 'untold']),
})
export type DriftFilter = ReturnType<typeof readDriftFilter>
export const readConfigurationSearch = (raw: Raw) => ({
  ...choice(raw, 'tab', CONFIGURATION_TABS),
  ...readDriftFilter(raw),
})

export const readLogsSearch = (raw: Raw) => ({
  ...word(raw, 'stationId'),
  ...choice(raw, 'kind', LOG_KINDS),
  ...choice(raw, 'outcome', LOG_OUTCOMES),
})
export type LogsSearch = ReturnType<typeof readLogsSearch>

const readPaymentFilter = (raw: Raw) => ({
  ...word(raw, 'stationId'),
  ...choice(raw, 'state', PAYMENT_STATES),
  ...choice(raw, 'settledBy', ['platform', 'station']),
})
export type PaymentFilter = ReturnType<typeof readPaymentFilter>
export const readPaymentsSearch = (raw: Raw) => ({
  ...choice(raw, 'tab', ['payments', 'provider', 'codes', 'swaps']),
  ...readPaymentFilter(raw),
})
