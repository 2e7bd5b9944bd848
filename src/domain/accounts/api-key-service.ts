import { AppError, type Clock } from '#kernel'
import type { Database } from '#storage'
import { EVERY_PARTY } from './access.ts'
import type { Accounts } from './account.ts'
import { requireParties } from './account-store.ts'
import { findKey, insertKey, listKeys, revokeKey, touchKey } from './api-key-store.ts'
import { hashSecret, newKey, readKey, sameHash } from './secret.ts'

/** A key's last use is noted at most this often. */
export const TOUCH_STEP_MS = 60_000

type Keys = Pick<Accounts, 'createKey' | 'listKeys' | 'revokeKey' | 'byKey'>

/** The keys of programs. */
export function createKeys(options: { database: Database; clock: Clock; secretKey: Uint8Array }): Keys {
  const { database, clock, secretKey } = options

  return {
    async createKey({ name, partyId, role }) {
      await requireParties(database, partyId === EVERY_PARTY ? [] : [partyId])
      const { id, secret, text } = newKey(clock.nowMs())
      const key = { id, name: name.trim(), partyId, role, createdAt: new Date(clock.nowMs()) }
      await insertKey(database, key, hashSecret(secretKey, 'key', secret))
      return { key, secret: text }
    },

    listKeys: () => listKeys(database),

    async revokeKey(keyId) {
      const known = await revokeKey(database, keyId, new Date(clock.nowMs()))
      if (!known) throw new AppError('not-found', `There is no API key ${keyId}`)
    },

    async byKey(text) {
      const parts = readKey(text)
      const found = parts && (await findKey(database, parts.id))
      if (!parts || !found || !sameHash(hashSecret(secretKey, 'key', parts.secret), found.secretHash)) {
        throw new AppError('unauthenticated', 'The API key is unknown or has been revoked')
      }
      const { id, name, partyId, role, lastUsedAt } = found.key
      const nowMs = clock.nowMs()
      if (nowMs - (lastUsedAt?.getTime() ?? 0) >= TOUCH_STEP_MS) await touchKey(database, id, new Date(nowMs))
      return { kind: 'program', id, name, memberships: [{ partyId, role }] }
    },
  }
}
