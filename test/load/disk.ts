import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const GROUP_BYTES = 16_384
const FILE_BYTES = 64 * 1024 * 1024
const PAUSE_MS = 1

/** The p99 in milliseconds of what this disk takes, just now, to have as much as a group commit writes safe: no answer that waits for one comes sooner. */
export async function diskNow(seconds = 2): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'chargewright-bench-disk-'))
  const file = openSync(join(dir, 'file'), 'w')
  const group = Buffer.alloc(GROUP_BYTES, 1)
  const tookMs: number[] = []
  const endMs = performance.now() + seconds * 1_000
  while (performance.now() < endMs) {
    const startMs = performance.now()
    writeSync(file, group, 0, GROUP_BYTES, (tookMs.length * GROUP_BYTES) % FILE_BYTES)
    fdatasyncSync(file)
    tookMs.push(performance.now() - startMs)
    await pause(PAUSE_MS)
  }
  closeSync(file)
  rmSync(dir, { recursive: true })
  tookMs.sort((a, b) => a - b)
  return tookMs[Math.floor(tookMs.length * 0.99)] ?? Number.NaN
}
