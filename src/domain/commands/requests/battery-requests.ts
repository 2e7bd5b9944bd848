/** Swapping batteries (2.1). */
export interface BatteryRequests {
  /** Somebody may swap at this station; refused without asking it for a token that is not good (2.1 S02.FR.03). */
  'request-battery-swap': { readonly token: string; readonly tokenKind?: string }
}
