/** Texts on the display of a station: 2.x O01 to O06. */
export interface DisplayRequests {
  'set-display-message': {
    /** The message to make or replace; chosen by us if absent. */
    readonly messageId?: number
    readonly priority: 'always-front' | 'in-front' | 'normal-cycle'
    /** While the station is so; absent: always. */
    readonly state?: 'charging' | 'faulted' | 'idle' | 'unavailable' | 'suspended' | 'discharging'
    /** ISO 8601. */
    readonly startsAt?: string
    readonly endsAt?: string
    /** Shown for this transaction only: our id, or the station's reference of it (O02). */
    readonly transactionId?: string
    readonly reference?: string
    readonly component?: string
    readonly componentInstance?: string
    readonly evseId?: number
    readonly connectorId?: number
    /** The first is the message; further ones, in other languages, need 2.1. */
    readonly wordings: readonly DisplayWording[]
  }
  'get-display-messages': {
    readonly ids?: readonly number[]
    readonly priority?: 'always-front' | 'in-front' | 'normal-cycle'
    readonly state?: 'charging' | 'faulted' | 'idle' | 'unavailable' | 'suspended' | 'discharging'
  }
  'clear-display-message': { readonly messageId: number }
}

export interface DisplayWording {
  readonly format: 'ascii' | 'html' | 'uri' | 'utf8' | 'qr-code'
  /** As `en-US` (RFC 5646). */
  readonly language?: string
  readonly content: string
}
