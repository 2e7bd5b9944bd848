import type { Database } from '#storage'
import { assemble } from './assemble.ts'
import type { CustomerInformation } from './customer-report.ts'
import { deleteParts, loadParts, MOST_PARTS, storePart } from './customer-report-store.ts'

export interface CustomerInformationOptions {
  readonly database: Database
}

/** What stations told of customers, put together from the parts it came in. */
export function createCustomerInformation({ database }: CustomerInformationOptions): CustomerInformation {
  return {
    async recordPart(part) {
      const { requestId, seqNo } = part
      const isPart = Number.isInteger(seqNo) && seqNo >= 0 && seqNo < MOST_PARTS
      // A request of ours is numbered within int32; what else a station answers to, nobody asked.
      const isOurs = Number.isInteger(requestId) && requestId > 0 && requestId < 2 ** 31
      if (isPart && isOurs) await storePart(database, part)
    },
    async list(scope, stationId) {
      const { partyId, parts } = await loadParts(database, scope, stationId)
      return [...Map.groupBy(parts, ({ requestId }) => requestId)]
        .map(([requestId, own]) => assemble({ stationId, partyId }, requestId, own))
        .sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime() || b.requestId - a.requestId)
    },
    removeBefore: (time, atMost) => deleteParts(database, time, atMost),
  }
}
