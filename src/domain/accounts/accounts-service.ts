import type { Clock } from '#kernel'
import type { Database } from '#storage'
import type { Accounts } from './account.ts'
import { createKeys } from './api-key-service.ts'
import { createPasswords } from './password.ts'
import { createPeople } from './people-service.ts'
import { createSignIns } from './sign-in-service.ts'

export interface AccountsOptions {
  readonly database: Database
  readonly clock: Clock
  /** The installation's key under which session, link and API key secrets are hashed; at least 32 bytes. */
  readonly secretKey: Uint8Array
}

/** People, their sign-ins, and the keys of programs, in PostgreSQL. */
export function createAccounts(options: AccountsOptions): Accounts {
  const passwords = createPasswords()
  return {
    ...createPeople({ ...options, passwords }),
    ...createSignIns({ ...options, passwords }),
    ...createKeys(options),
  }
}
