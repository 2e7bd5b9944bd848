/** What somebody may do: a viewer reads, an operator also commands and changes, an owner also manages people and keys. */
export const ROLES = ['viewer', 'operator', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** Who asks: a person who signed in or a program with a key. `partyId` '' is every party of the installation. */
export interface Principal {
  readonly kind: 'person' | 'program'
  readonly id: string
  readonly name: string
  readonly memberships: readonly { readonly partyId: string; readonly role: Role }[]
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly memberships: Principal['memberships']
  readonly hasPassword: boolean
  readonly createdAt: Date
  readonly disabledAt?: Date
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly partyId: string
  readonly role: Role
  readonly createdAt: Date
  readonly lastUsedAt?: Date
  readonly revokedAt?: Date
}

/** People, their sign-ins, and the keys of programs. Secrets are shown once and kept as hashes. */
export interface Accounts {
  /** True until somebody has an account. */
  isEmpty(): Promise<boolean>
  create(account: {
    name: string
    email: string
    password?: string
    memberships: Principal['memberships']
  }): Promise<Account>
  list(): Promise<readonly Account[]>
  get(accountId: string): Promise<Account>
  rename(accountId: string, name: string): Promise<Account>
  /** Sets a password and ends every session, so that whoever knew the former one is out. */
  setPassword(accountId: string, password: string): Promise<void>
  /** @throws AppError `conflict` when nobody would own the installation any more. */
  setMemberships(accountId: string, memberships: Principal['memberships']): Promise<Account>
  /** Ends every session and voids every link. @throws AppError `conflict` for the last owner of the installation. */
  disable(accountId: string): Promise<void>
  enable(accountId: string): Promise<void>

  /** A secret that signs in once, for a link. */
  createLink(accountId: string, validForS: number): Promise<string>
  /**
   * A session; it ends when it is not used for a week, and at `expiresAt` at the latest.
   *
   * @throws AppError `unauthenticated`, the same for a wrong name and a wrong password; `too-many` when too many
   *   passwords are being compared at once.
   */
  signIn(
    how: { email: string; password: string } | { link: string },
  ): Promise<{ session: string; principal: Principal; expiresAt: Date }>
  signOut(session: string): Promise<void>
  /** Removes at most so many sessions and links that have expired. @returns how many */
  removeExpired(atMost: number): Promise<number>
  /** @throws AppError `unauthenticated` */
  bySession(session: string): Promise<Principal>

  createKey(key: { name: string; partyId: string; role: Role }): Promise<{ key: ApiKey; secret: string }>
  listKeys(): Promise<readonly ApiKey[]>
  revokeKey(keyId: string): Promise<void>
  /** @throws AppError `unauthenticated` */
  byKey(secret: string): Promise<Principal>
}
