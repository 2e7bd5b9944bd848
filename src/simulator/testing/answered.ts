import type { Fleet } from '../fleet/fleet.ts'

/** Resolves when every call of the fleet has its answer, so that a test may turn the clock without outrunning the wire. */
export async function answered(fleet: Fleet): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve))
  while (fleet.counts().sent !== fleet.counts().received)
}
