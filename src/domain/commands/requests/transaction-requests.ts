/** What is asked and told of transactions beside starting and stopping them. */
export interface TransactionRequests {
  /** Either our transaction id or the station's reference; neither asks whether any message waits at the station. */
  'get-transaction-status': { readonly transactionId?: string; readonly reference?: string }
  /** The running cost for the driver to see: a decimal, in the currency the station is set to. */
  'update-cost': { readonly transactionId?: string; readonly reference?: string; readonly totalCost: string }
}
