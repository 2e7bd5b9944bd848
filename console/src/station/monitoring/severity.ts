import type { Tone } from '../../format/words.ts'

/** 2.0.1 counts severity from 0 (danger) to 9 (debug). */
export function severityTone(severity: number | undefined): Tone {
  if (severity === undefined) return 'quiet'
  if (severity <= 3) return 'bad'
  return severity <= 6 ? 'warn' : 'quiet'
}

const NAMES = [
  'Danger',
  'Hardware failure',
  'System failure',
  'Critical',
  'Error',
  'Alert',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
]

/** What a severity is called in OCPP 2.0.1 (MonitoringData, `severity`). */
export const severityName = (severity: number): string => NAMES[severity] ?? String(severity)
