/** Payments on the spot (2.1). */
export interface PaymentRequests {
  /** Somebody is paying in the web for this EVSE: nobody else is to begin there for so long (2.1 C25.FR.21). */
  'announce-web-payment': { readonly evseId: number; readonly timeoutS: number }
}
