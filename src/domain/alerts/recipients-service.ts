import { AppError, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import { checkTarget } from './address-guard.ts'
import type { SenderSettings } from './deliver.ts'
import { loadDeliveries } from './delivery-store.ts'
import type { NewRecipient, Recipient, Recipients } from './recipient.ts'
import { deleteRecipient, insertRecipient, loadRecipient, loadRecipients, updateRecipient } from './recipient-store.ts'
import { newWebhookSecret, seal } from './sealed-secret.ts'

interface RecipientsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly secretKey: Uint8Array
  readonly sending: SenderSettings
}

/** The default severity of any monitoring event, so that warnings stay in the console. */
const USUAL_SEVERITY = 5

export function createRecipients({ database, clock, secretKey, sending }: RecipientsOptions): Recipients {
  function checked({ kind, target }: NewRecipient): string {
    if (kind === 'webhook') return checkTarget(target, sending.reach).href
    // One plain address: no list, no name, nothing that could be read as a header.
    if (/^[^\s@<>(),;:"\\[\]]{1,64}@[a-z0-9.-]{1,190}$/i.test(target)) return target
    const problem = 'is no mail address'
    throw new AppError('invalid', `${target} ${problem}`, { fields: [{ field: 'target', problem }] })
  }

  return {
    async createRecipient(asked) {
      const { partyId, kind, leastSeverity = USUAL_SEVERITY } = asked
      const recipient: Recipient = {
        ...{ id: newId(clock.nowMs()), partyId, kind, target: checked(asked), leastSeverity },
        enabled: true,
        createdAt: new Date(clock.nowMs()),
      }
      const secret = kind === 'webhook' ? newWebhookSecret() : undefined
      const sealed = secret === undefined ? undefined : seal(secretKey, recipient.id, secret)
      await database.transaction((queries) => insertRecipient(queries, recipient, sealed))
      return secret === undefined ? { recipient } : { recipient, secret }
    },
    listRecipients: (scope) => loadRecipients(database, scope),
    getRecipient: (scope, recipientId) => loadRecipient(database, scope, recipientId),
    async changeRecipient(scope, recipientId, change) {
      await loadRecipient(database, scope, recipientId)
      await updateRecipient(database, recipientId, change)
      return await loadRecipient(database, scope, recipientId)
    },
    async removeRecipient(scope, recipientId) {
      await loadRecipient(database, scope, recipientId)
      await deleteRecipient(database, recipientId)
    },
    async listDeliveries(scope, recipientId, page) {
      await loadRecipient(database, scope, recipientId)
      return await loadDeliveries(database, recipientId, page)
    },
  }
}
