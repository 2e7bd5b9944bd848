import { setFlagsFromString } from 'node:v8'

/**
 * Tells V8 to let all objects begin in its young generation. What it has seen live for a while it otherwise puts among the old ones at
 * once, for good: while a fleet connects that is true of what messages are made of, and never again. Then one part in ten of all
 * that passes through waits for a full garbage collection, and there is one every second, each with a tenth of a second of queue.
 */
export function beginYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
