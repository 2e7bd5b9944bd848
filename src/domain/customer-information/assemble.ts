import type { CustomerReport } from './customer-report.ts'

export interface StoredPart {
  readonly requestId: number
  readonly seqNo: number
  readonly last: boolean
  readonly data: string
  readonly receivedAt: Date
}

/**
 * A report of its parts, in whatever order they came. As long as the last has not come nothing is known to be missing but
 * what is between those that have.
 */
export function assemble(
  station: Pick<CustomerReport, 'stationId' | 'partyId'>,
  requestId: number,
  parts: readonly StoredPart[],
): CustomerReport {
  const sorted = [...parts].sort((a, b) => a.seqNo - b.seqNo)
  const highest = sorted.at(-1)?.seqNo ?? -1
  const end = sorted.find(({ last }) => last)?.seqNo ?? highest
  const present = new Set(sorted.map(({ seqNo }) => seqNo))
  const missing = Array.from({ length: end + 1 }, (_, seqNo) => seqNo).filter((seqNo) => !present.has(seqNo))
  const latest = Math.max(0, ...sorted.map(({ receivedAt }) => receivedAt.getTime()))
  return {
    ...station,
    requestId,
    complete: missing.length === 0 && sorted.some(({ last }) => last),
    missing,
    data: sorted.map(({ data }) => data).join(''),
    receivedAt: new Date(latest),
  }
}
