/** What stations charge by (2.1). */
export interface TariffRequests {
  /** For everybody without a tariff of their own; without an EVSE, or with 0, at all of them. */
  'set-default-tariff': { readonly evseId?: number; readonly tariffId: string }
  'get-tariffs': { readonly evseId?: number }
  /** Default tariffs: those that are named, those of an EVSE, or all. Running transactions go on by them. */
  'clear-tariffs': { readonly tariffIds?: readonly string[]; readonly evseId?: number }
  /** From now on; in the same currency. Either our transaction id or the station's reference. */
  'change-transaction-tariff': {
    readonly transactionId?: string
    readonly reference?: string
    readonly tariffId: string
  }
}
