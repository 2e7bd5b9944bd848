export interface TariffTable {
  id: string
  party_id: string
  name: string | null
  currency: string
  valid_from: Date | null
  /** JSON text. */
  content: string
  created_at: Date
}

export interface TokenTariffTable {
  token_id: string
  tariff_id: string
}

export interface TransactionCostTable {
  station_id: string
  reference: string
  party_id: string
  final: boolean
  told_at: Date
  kept_at: Date
  currency: string
  total_excl_tax: string | null
  total_incl_tax: string | null
  failure: string | null
  /** JSON text. */
  details: string
}
