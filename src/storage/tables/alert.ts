import type { Generated } from 'kysely'

export interface AlertTable {
  id: string
  party_id: string
  station_id: string
  evse_id: Generated<number>
  connector_id: Generated<number>
  cause: string
  subject: Generated<string>
  severity: number
  detail: string
  since: Date
  opened_at: Date
  last_at: Date
  times: Generated<number>
  acknowledged_at: Date | null
  acknowledged_by: string | null
  acknowledged_by_name: string | null
  closed_at: Date | null
}

export interface AlertStepTable {
  alert_id: string
  at: Date
  step: 'opened' | 'repeated' | 'acknowledged' | 'closed'
  by_name: string | null
  note: string | null
}

export interface AlertEventSeenTable {
  event_id: string
}

export interface AlertTransactionWatchTable {
  transaction_id: string
  energy_wh: number
  energy_since: Date
  written_at: Date
  written_since: Date
}

export interface AlertConnectorWatchTable {
  station_id: string
  evse_id: number
  connector_id: number
  status: string
  since: Date
}

export interface AlertRecipientTable {
  id: string
  party_id: string
  kind: 'webhook' | 'mail'
  target: string
  least_severity: number
  enabled: Generated<boolean>
  sealed_secret: string | null
  created_at: Date
}

export interface AlertDeliveryTable {
  id: string
  recipient_id: string
  alert_id: string
  station_id: string
  step: 'opened' | 'repeated' | 'acknowledged' | 'closed'
  body: string
  state: 'waiting' | 'delivered' | 'given-up'
  attempts: Generated<number>
  due_at: Date
  settled_at: Date | null
  problem: string | null
  created_at: Date
}
