/** Rows of people, what they may do, their sign-ins, and the keys of programs. */
export interface AccountTables {
  account: {
    id: string
    name: string
    email: string
    password_hash: string | null
    created_at: Date
    disabled_at: Date | null
  }
  membership: {
    account_id: string
    /** '' is every party of the installation. */
    party_id: string
    role: 'owner' | 'operator' | 'viewer'
  }
  sign_in: {
    secret_hash: string
    account_id: string
    kind: 'session' | 'link'
    created_at: Date
    expires_at: Date
  }
  api_key: {
    id: string
    secret_hash: string
    name: string
    party_id: string
    role: 'owner' | 'operator' | 'viewer'
    created_at: Date
    last_used_at: Date | null
    revoked_at: Date | null
  }
}
