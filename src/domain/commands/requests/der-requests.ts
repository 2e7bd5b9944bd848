import type { DerControl, DerFilter, DerKind } from '#domain/der-control'

/** What stations that feed the grid do for it (OCPP 2.1). */
export interface DerRequests {
  'set-der-control': { readonly controlId: string; readonly control: DerControl }
  /** All there are, without a filter. */
  'get-der-controls': DerFilter
  /** All defaults, or all that are scheduled, without more of a filter. */
  'clear-der-controls': { readonly isDefault: boolean; readonly kind?: DerKind; readonly controlId?: string }
}
