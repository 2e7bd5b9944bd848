export interface AccountTable {
  id: string
  name: string
  email: string
  password_hash: string | null
  created_at: Date
  disabled_at: Date | null
}

export interface MembershipTable {
  account_id: string
  /** '' is every party of the installation. */
  party_id: string
  role: 'owner' | 'operator' | 'viewer'
}

/** Sessions, and links that make one. */
export interface SignInTable {
  secret_hash: string
  account_id: string
  kind: 'session' | 'link'
  created_at: Date
  expires_at: Date
}

export interface ApiKeyTable {
  id: string
  secret_hash: string
  name: string
  party_id: string
  role: 'owner' | 'operator' | 'viewer'
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}
