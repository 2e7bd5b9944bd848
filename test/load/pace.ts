import { execFileSync } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/** So long a look at a processor takes: a hundredth of the time between two. */
const STEPS = 10_000
const WARM_LOOKS = 3_000
const NAP_MS = 4

interface Probe {
  readonly processor: number
  readonly paces: SharedArrayBuffer
  readonly orders: SharedArrayBuffer
}

const REST = 0
const LOOK = 1

/**
 * How quick the processors are just now, by a sum that needs nothing but them. On a shared machine the other half of a core belongs to
 * somebody else (simultaneous multithreading): while they calculate, ours does little more than half as much, for a tenth of a second at a
 * time, and no counter says so.
 */
export class Pace {
  readonly #paces: Float64Array
  readonly #orders: Int32Array

  private constructor(paces: SharedArrayBuffer, orders: SharedArrayBuffer) {
    this.#paces = new Float64Array(paces)
    this.#orders = new Int32Array(orders)
  }

  /** With a thread on each processor, which look when they are asked to; undefined where that cannot be had (it takes Linux, its taskset and chrt, and the right to them). */
  static async begin(): Promise<Pace | undefined> {
    const processors = availableParallelism()
    const paces = new SharedArrayBuffer(processors * Float64Array.BYTES_PER_ELEMENT)
    const orders = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    const begun = await Promise.all(
      Array.from({ length: processors }, (_, processor) => {
        const worker = new Worker(new URL(import.meta.url), {
          workerData: { processor, paces, orders } satisfies Probe,
        })
        worker.unref()
        return new Promise<boolean>((resolve) => {
          worker.once('message', () => resolve(true))
          worker.once('error', () => resolve(false))
        })
      }),
    )
    return begun.every(Boolean) ? new Pace(paces, orders) : undefined
  }

  /** Looks every few milliseconds while this is under way. */
  async during<T>(measured: () => Promise<T>): Promise<T> {
    Atomics.store(this.#orders, 0, LOOK)
    Atomics.notify(this.#orders, 0)
    try {
      return await measured()
    } finally {
      Atomics.store(this.#orders, 0, REST)
    }
  }

  /** Steps a microsecond at the slowest processor, which holds the others up. */
  now(): number {
    return Math.min(...this.#paces)
  }
}

function probe({ processor, paces, orders }: Probe): void {
  const thread = readlinkSync('/proc/thread-self').split('/').at(-1) ?? ''
  execFileSync('taskset', ['-cp', String(processor), thread], { stdio: 'ignore' })
  // Ahead of all others: it is to measure the processor, and not who else runs there.
  execFileSync('chrt', ['-f', '-p', '1', thread], { stdio: 'ignore' })
  const nap = new Int32Array(new SharedArrayBuffer(4))
  const order = new Int32Array(orders)
  const mine = new Float64Array(paces)
  let sum = 0
  for (let look = 0; look < WARM_LOOKS; look++) sum ^= work()
  for (let look = 0; ; look++) {
    const fromMs = performance.now()
    sum ^= work()
    mine[processor] = STEPS / (performance.now() - fromMs) / 1_000
    if (look === 0) parentPort?.postMessage(sum)
    Atomics.wait(order, 0, REST)
    Atomics.wait(nap, 0, 0, NAP_MS)
  }
}

/** Eight sums, none of which waits for another, so that all of a core is wanted. */
function work(): number {
  let a = 1
  let b = 2
  let c = 3
  let d = 4
  let e = 5
  let f = 6
  let g = 7
  let h = 8
  for (let step = 0; step < STEPS; step++) {
    a = (a + ((a << 3) ^ step)) | 0
    b = (b + ((b << 5) ^ step)) | 0
    c = (c + ((c << 7) ^ step)) | 0
    d = (d + ((d << 9) ^ step)) | 0
    e = (e + ((e << 3) ^ step)) | 0
    f = (f + ((f << 5) ^ step)) | 0
    g = (g + ((g << 7) ^ step)) | 0
    h = (h + ((h << 9) ^ step)) | 0
  }
  return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h
}

if (!isMainThread) probe(workerData as Probe)
