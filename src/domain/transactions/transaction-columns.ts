import { bigintColumn, type Column, doubleColumn, integerColumn, textColumn, timestampColumn } from '#storage'
import type { Projection } from './projection.ts'

/** A transaction as it is stored: what names it, and what its events amount to. */
export interface TransactionRecord {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly reference: string
  /** 1.6: the reference is a number of ours. */
  readonly numbered: boolean
  readonly receivedAtMs: number
  /** How often it was made anew, counted from 1: whoever has another number in hand has been overtaken. */
  readonly version: number
  readonly projection: Projection
}

/** Of a transaction whose row is new. */
export const FIRST_VERSION = 1

/** One column of a bulk statement: its name, how its array is sent, where its values come from. */
export interface RecordColumn {
  readonly name: string
  readonly type: string
  /** Turns an element of the sent array into the column's own type. */
  readonly cast?: string
  readonly encode: (records: readonly TransactionRecord[]) => Buffer
}

export const namingColumns: readonly RecordColumn[] = [
  of('id', textColumn, (record) => record.id),
  of('station_id', textColumn, (record) => record.stationId),
  of('party_id', textColumn, (record) => record.partyId),
  of('reference', textColumn, (record) => record.reference),
  of('numbered', textColumn, (record) => String(record.numbered), 'boolean'),
  of('received_at', timestampColumn, (record) => record.receivedAtMs),
]

export const projectionColumns: readonly RecordColumn[] = [
  projected('status', textColumn, (p) => p.status),
  projected('evse_id', integerColumn, (p) => p.evseId),
  projected('connector_id', integerColumn, (p) => p.connectorId),
  projected('token_value', textColumn, (p) => p.token?.value),
  projected('token_kind', textColumn, (p) => p.token?.kind),
  projected('token_refused', textColumn, (p) => p.tokenRefused),
  projected('started_at', timestampColumn, (p) => p.startedAt?.getTime()),
  projected('ended_at', timestampColumn, (p) => p.endedAt?.getTime()),
  projected('first_event_at', timestampColumn, (p) => p.firstEventAt.getTime()),
  projected('last_event_at', timestampColumn, (p) => p.lastEventAt.getTime()),
  projected('start_register_wh', doubleColumn, (p) => p.startRegisterWh, 'numeric'),
  projected('last_register_wh', doubleColumn, (p) => p.lastRegisterWh, 'numeric'),
  projected('energy_wh', bigintColumn, (p) => p.energyWh),
  projected('power_w', doubleColumn, (p) => p.powerW),
  projected('current_a', doubleColumn, (p) => p.currentA),
  projected('voltage_v', doubleColumn, (p) => p.voltageV),
  projected('state_of_charge', doubleColumn, (p) => p.stateOfCharge),
  projected('charging_state', textColumn, (p) => p.chargingState),
  projected('stop_reason', textColumn, (p) => p.stopReason),
  projected('stop_token_value', textColumn, (p) => p.stopToken),
  projected('remote_start_id', integerColumn, (p) => p.remoteStartId),
  projected('reservation_id', integerColumn, (p) => p.reservationId),
  projected('complete', textColumn, (p) => String(p.complete), 'boolean'),
  projected('flags', textColumn, (p) => `{${p.flags.join(',')}}`, 'text[]'),
]

function projected<Value>(
  name: string,
  column: Column<Value>,
  read: (projection: Projection) => Value | undefined,
  cast?: string,
): RecordColumn {
  return of(name, column, (record) => read(record.projection), cast)
}

function of<Value>(
  name: string,
  column: Column<Value>,
  read: (record: TransactionRecord) => Value | undefined,
  cast?: string,
): RecordColumn {
  const encode = (records: readonly TransactionRecord[]) => column(records.map(read))
  return { name, type: column.type, encode, ...(cast === undefined ? {} : { cast }) }
}

/** `unnest($1::text[], …) u(id, …)`, the parameters numbered from `first`. */
export function unnestOf(columns: readonly { name: string; type: string }[], first: number): string {
  const parameters = columns.map(({ type }, index) => `$${first + index}::${type}`)
  return `unnest(${parameters.join(', ')}) u(${columns.map(({ name }) => name).join(', ')})`
}

/** `u.id, u.flags::text[], …` */
export function valuesOf(columns: readonly { name: string; cast?: string }[]): string[] {
  return columns.map(({ name, cast }) => (cast === undefined ? `u.${name}` : `u.${name}::${cast}`))
}
