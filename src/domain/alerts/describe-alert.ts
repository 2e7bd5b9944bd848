import type { Alert, AlertStep } from './alert.ts'

interface Told {
  readonly event: `alert.${AlertStep}`
  readonly alert: Omit<Alert, 'since' | 'openedAt' | 'closedAt'> & {
    readonly since: string
    readonly openedAt: string
    readonly closedAt?: string
  }
}

const WORDS: Readonly<Record<AlertStep, string>> = {
  opened: 'Alert',
  repeated: 'Again',
  acknowledged: 'Seen',
  closed: 'Over',
}

/** A message as people read it in a mail; `body` is one that `enqueueDeliveries` has written. */
export function describeAlert(body: string): { readonly subject: string; readonly text: string } {
  const { event, alert }: Told = JSON.parse(body)
  const step = event.slice('alert.'.length)
  const word = Object.entries(WORDS).find(([key]) => key === step)?.[1] ?? 'Alert'
  const what = alert.cause.replaceAll('-', ' ')
  const lines = [
    ['Station', alert.stationId],
    ['EVSE', alert.evseId],
    ['Connector', alert.connectorId],
    ['Cause', what],
    ['Subject', alert.subject],
    ['Severity', `${alert.severity} (0 is danger, 9 debug)`],
    ['Detail', alert.detail],
    ['Since', alert.since],
    ['Found', alert.openedAt],
    ['Over', alert.closedAt],
    ['Alert', alert.id],
  ]
  const shown = lines.filter(([, value]) => value !== undefined && value !== '')
  // What a station said must not make lines of its own.
  const text = shown.map(([name, value]) => `${name}: ${oneLine(String(value))}`).join('\n')
  return { subject: oneLine(`${word}: ${alert.stationId} ${what}`), text: `${text}\n` }
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
