import type { NewChargingProfile } from '#domain/smart-charging'

/** Running a station: charging, resetting, configuring, looking. */
export interface OperationRequests {
  'start-transaction': {
    readonly evseId?: number
    readonly token: string
    readonly tokenKind?: string
    readonly groupId?: string
    /** For the transaction it starts; the EVSE is named then (D-16). */
    readonly profile?: NewChargingProfile
    /** How far the transaction may go (2.1 F07). */
    readonly limits?: StartLimits
  }
  /** Either our transaction id, or the station's reference of one. */
  'stop-transaction': { readonly transactionId?: string; readonly reference?: string }
  /** `immediately-and-resume` goes on with running transactions afterwards (2.1). */
  reset: { readonly when: 'immediately' | 'when-idle' | 'immediately-and-resume'; readonly evseId?: number }
  'change-availability': { readonly evseId?: number; readonly connectorId?: number; readonly available: boolean }
  unlock: { readonly evseId: number; readonly connectorId?: number }
  /** No keys: everything (1.6 only; 2.x has get-report for that). */
  'get-variables': { readonly variables?: readonly VariableRef[] }
  'set-variables': { readonly variables: readonly (VariableRef & { readonly value: string })[] }
  'get-report': { readonly base: 'configuration' | 'full' | 'summary' }
  trigger: {
    readonly message: TriggerMessage
    /** Which trigger of the station's own, with the message `custom` alone (2.1 errata F06.FR.20). */
    readonly customTrigger?: string
    readonly evseId?: number
    readonly connectorId?: number
  }
  'clear-cache': Record<string, never>
  'data-transfer': { readonly vendorId: string; readonly messageId?: string; readonly data?: string }
}

/** A 1.6 configuration key is a variable without component. */
export interface VariableRef {
  readonly component?: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name: string
  readonly instance?: string
  readonly attribute?: 'Actual' | 'Target' | 'MinSet' | 'MaxSet'
}

export const TRIGGER_MESSAGES = [
  'boot',
  'heartbeat',
  'status',
  'meter-values',
  'firmware-status',
  'log-status',
  'transaction',
  'sign-certificate',
  'custom',
] as const
export type TriggerMessage = (typeof TRIGGER_MESSAGES)[number]

/** How far a transaction may go; the cost as a decimal, in the currency of its tariff. */
export interface StartLimits {
  readonly maxCost?: string
  readonly maxEnergyWh?: number
  readonly maxTimeS?: number
  /** Percent. */
  readonly maxStateOfCharge?: number
}
