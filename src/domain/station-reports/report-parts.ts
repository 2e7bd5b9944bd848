/** Parts that a report may have; one that claims more is stored, but never said to be complete. */
export const MAX_PARTS = 10_000

/**
 * Whether all parts of a report have come, in whatever order, and which have not. As long as the last one has not come
 * nothing is known to be missing: more may be on their way (2.0.1 B07, N02).
 */
export function missingParts(parts: readonly { readonly seqNo: number; readonly last: boolean }[]): {
  readonly complete: boolean
  readonly missing: readonly number[]
} {
  const last = parts.find((part) => part.last)?.seqNo
  if (last === undefined || last >= MAX_PARTS) return { complete: false, missing: [] }
  const present = new Set(parts.map(({ seqNo }) => seqNo))
  const missing = Array.from({ length: last + 1 }, (_, seqNo) => seqNo).filter((seqNo) => !present.has(seqNo))
  return { complete: missing.length === 0, missing }
}
