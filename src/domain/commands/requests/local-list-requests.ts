/** The tokens a station may judge by itself. */
export interface LocalListRequests {
  /** Brings the station's list up to date. `changes`, the default, sends what differs, or all of it where that fails. */
  'send-local-list': { readonly update?: 'changes' | 'full' }
  'get-local-list-version': Record<string, never>
}
