import type { Generated } from 'kysely'

export interface StationTariffTable {
  station_id: string
  evse_id: number
  party_id: string
  tariff_id: string
  assigned_at: Generated<Date>
}

export interface StationDefaultTariffTable {
  station_id: string
  evse_id: number
  party_id: string
  tariff_id: string | null
  accepted_at: Date
}

export interface TransactionTariffTable {
  transaction_id: string
  tariff_id: string
  accepted_at: Date | null
}

export interface TransactionPricingTable {
  transaction_id: string
  station_id: string
  reference: string
  party_id: string
  tariff_id: string | null
  is_own_tariff: boolean
  token_id: string | null
  driver_known: Generated<boolean>
  evse_known: Generated<boolean>
  seen_version: Generated<number>
  is_final: Generated<boolean>
  created_at: Date
}

export interface TransactionChargeTable {
  transaction_id: string
  revision: number
  counted_by: 'platform' | 'station'
  currency: string
  total_excl_tax: string
  total_incl_tax: string
  /** JSON text. */
  content: string
  charged_at: Date
}

export interface TokenBalanceTable {
  token_id: string
  party_id: string
  currency: string
  amount: string
}

export interface TokenBalanceEntryTable {
  id: string
  token_id: string
  party_id: string
  kind: 'set' | 'adjustment' | 'transaction'
  amount: string
  balance: string
  transaction_id: string | null
  revision: number | null
  note: string | null
  made_at: Date
  repeat_key: string | null
}

export interface TransactionLimitTable {
  station_id: string
  reference: string
  /** JSON text. */
  limits: string | null
  /** JSON text. */
  held: string | null
  told_seq: number | null
  told_at: Date
}

export interface PaymentProviderTable {
  party_id: string
  url: string
  secret: string
  page_url: string | null
  changed_at: Date
}

export interface PaymentOrderTable {
  payment_id: string
  number: number
  party_id: string
  kind: 'settle' | 'capture' | 'refund'
  amount: string
  total: string
  currency: string | null
  attempts: Generated<number>
  next_at: Date
  taken_at: Date | null
  refused_at: Date | null
  last_problem: string | null
}
