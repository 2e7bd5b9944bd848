/** How long a profile that went along with a remote start waits for its transaction. */
export const WAITS_MS = 3_600_000
/** How far apart two clocks may be that are said to agree, and how long a message may take. */
export const TOLERANCE_MS = 60_000

/** A remote start, and how far its station's clock is behind ours, as far as that is known. */
export interface RemoteStart {
  readonly sentAt: Date
  readonly clockBehindMs: number
}

/** A transaction, as its station dates it and as it was heard of. */
export interface Begun {
  readonly startedAt: Date
  readonly receivedAt: Date
}

/**
 * Whether a transaction may be what a remote start began, where the station does not say so (1.6). It has to be heard of
 * after the start was sent and as long as that is waited for, and to have begun after it too: what a station has kept
 * while it was offline comes late and began before.
 */
export function mayBeBegunBy({ sentAt, clockBehindMs }: RemoteStart, { startedAt, receivedAt }: Begun): boolean {
  const sentMs = sentAt.getTime()
  const heardAfterMs = receivedAt.getTime() - sentMs
  if (heardAfterMs < 0 || heardAfterMs >= WAITS_MS) return false
  return startedAt.getTime() + clockBehindMs >= sentMs - TOLERANCE_MS
}

/**
 * How far a station's clock is behind ours (less than nothing: ahead), by what it has told lately with a time of its own:
 * nothing is heard before it is said, so what took the shortest time says it best. 0 when it has told nothing.
 */
export function clockBehindMs(told: readonly { readonly at: Date; readonly receivedAt: Date }[]): number {
  return told.length === 0 ? 0 : Math.min(...told.map(({ at, receivedAt }) => receivedAt.getTime() - at.getTime()))
}
