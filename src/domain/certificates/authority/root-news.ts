import type { Bus } from '#kernel'

const SUBJECT = 'certificate-authority'

/** Hears that there is another root to trust, whichever node found it first. */
export function followRoots(bus: Bus, handle: () => void): { stop(): void } {
  return bus.subscribe(SUBJECT, handle)
}

export function announceRoots(bus: Bus): void {
  bus.publish(SUBJECT, { version: 1 })
}
