import { missingParts } from '#domain/station-reports'
import type { CustomerReport } from './customer-report.ts'

export interface StoredPart {
  readonly requestId: number
  readonly seqNo: number
  readonly last: boolean
  readonly data: string
  readonly receivedAt: Date
}

/** A report of its parts, in whatever order they came. */
export function assemble(
  station: Pick<CustomerReport, 'stationId' | 'partyId'>,
  requestId: number,
  parts: readonly StoredPart[],
): CustomerReport {
  const sorted = [...parts].sort((a, b) => a.seqNo - b.seqNo)
  const latest = Math.max(0, ...sorted.map(({ receivedAt }) => receivedAt.getTime()))
  return {
    ...station,
    requestId,
    ...missingParts(sorted),
    data: sorted.map(({ data }) => data).join(''),
    receivedAt: new Date(latest),
  }
}
