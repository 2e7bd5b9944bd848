import type {
  ClearFilter,
  DynamicValues,
  EnergyTransfer,
  NewChargingProfile,
  ProfileFilter,
  RateUnit,
} from '#domain/smart-charging'

/** What may flow, and when. A transaction is named by our id or by the station's reference. */
export interface SmartChargingRequests {
  /** For a transaction, it is named; EVSE 0 is the station as a whole. */
  'set-charging-profile': {
    readonly evseId: number
    /** Absent: takes the place of what is there already, or becomes a new one. */
    readonly profileId?: number
    readonly profile: NewChargingProfile
    readonly transactionId?: string
    readonly reference?: string
  }
  'clear-charging-profile': ClearFilter
  'get-composite-schedule': { readonly evseId: number; readonly durationS: number; readonly rateUnit?: RateUnit }
  /** All there are, without a filter. */
  'get-charging-profiles': ProfileFilter
  'update-dynamic-schedule': { readonly profileId: number; readonly values: DynamicValues }
  'use-priority-charging': {
    readonly transactionId?: string
    readonly reference?: string
    readonly activate: boolean
  }
  /** A signal of the grid operator for frequency restoration, and from when it holds (ISO 8601): at once if absent. */
  'signal-frequency-restoration': { readonly signal: number; readonly at?: string }
  'notify-allowed-energy-transfer': {
    readonly transactionId?: string
    readonly reference?: string
    readonly transfers: readonly EnergyTransfer[]
  }
}
