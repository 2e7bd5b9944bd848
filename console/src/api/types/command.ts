import type { Iso } from './page.ts'

export const COMMAND_STATES = ['queued', 'sent', 'answered', 'refused', 'timed-out', 'expired', 'lost'] as const
export type CommandState = (typeof COMMAND_STATES)[number]

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
] as const
export type TriggerMessage = (typeof TRIGGER_MESSAGES)[number]

export interface CommandRequests {
  'start-transaction': {
    readonly evseId?: number
    readonly token: string
    readonly tokenKind?: string
    readonly groupId?: string
  }
  'stop-transaction': { readonly transactionId?: string; readonly reference?: string }
  reset: { readonly when: 'immediately' | 'when-idle'; readonly evseId?: number }
  'change-availability': { readonly evseId?: number; readonly connectorId?: number; readonly available: boolean }
  unlock: { readonly evseId: number; readonly connectorId?: number }
  'get-variables': { readonly variables?: readonly VariableRef[] }
  'set-variables': { readonly variables: readonly (VariableRef & { readonly value: string })[] }
  'get-report': { readonly base: 'configuration' | 'full' | 'summary' }
  trigger: { readonly message: TriggerMessage; readonly evseId?: number; readonly connectorId?: number }
  'clear-cache': Record<string, never>
  'data-transfer': { readonly vendorId: string; readonly messageId?: string; readonly data?: string }
}

export type CommandKind = keyof CommandRequests

export interface Command {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly kind: CommandKind
  readonly request: Readonly<Record<string, unknown>>
  readonly state: CommandState
  readonly warnings: readonly string[]
  readonly result?: CommandResult
  readonly requestedBy: string
  readonly requestedByName?: string
  readonly createdAt: Iso
  readonly expiresAt: Iso
  readonly sentAt?: Iso
  readonly settledAt?: Iso
}

export interface CommandResult {
  readonly status?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly error?: { readonly code: string; readonly message: string }
}

export type NewCommand = {
  [K in CommandKind]: {
    readonly stationId: string
    readonly kind: K
    readonly request: CommandRequests[K]
    readonly expiresInS?: number
  }
}[CommandKind]
