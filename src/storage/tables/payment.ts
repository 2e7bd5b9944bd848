import type { Generated } from 'kysely'

export interface PaymentTable {
  id: string
  station_id: string
  party_id: string
  reference: string
  evse_id: number | null
  state: 'authorized' | 'charging' | 'to-settle' | 'settled' | 'cancelled' | 'rejected' | 'failed'
  settled_by: 'platform' | 'station'
  command_id: string | null
  transaction_reference: string | null
  /** JSON text. */
  limits: Generated<string>
  amount: string | null
  currency: string | null
  due: string | null
  due_currency: string | null
  owed: Generated<boolean>
  settled_at: Date | null
  receipt_id: string | null
  receipt_url: string | null
  status_info: string | null
  vat_number: string | null
  /** JSON text. */
  company: string | null
  created_at: Date
  updated_at: Date
}

export interface WebPaymentTable {
  station_id: string
  party_id: string
  url_template: string
  validity_s: number
  code_length: number
  turn: string
  command_id: string | null
  changed_at: Date
}
