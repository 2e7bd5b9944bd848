import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLogger } from '#kernel'
import { kill } from '#test/bundled-server'
import { clearLeftBehind, processKind } from './left-behind.ts'

let cluster: string
let child: ChildProcess | undefined
beforeEach(async () => {
  cluster = await mkdtemp(join(tmpdir(), 'chargewright-left-'))
})
afterEach(async () => {
  if (child !== undefined) await kill(child)
  child = undefined
  await rm(cluster, { recursive: true, force: true })
})

/** A program that looks like the cluster's server and ignores the signals that would stop it. */
async function stubbornServer(): Promise<number> {
  await copyFile('/bin/sleep', join(cluster, 'postgres'))
  child = spawn('sh', ['-c', 'trap "" INT QUIT; exec ./postgres 3600'], { cwd: cluster, stdio: 'ignore' })
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  await expect.poll(() => processKind(pid, cluster)).toBe('postmaster')
  return pid
}

test('a server that does not stop, whatever it is told, is a conflict after a bounded wait', async () => {
  const pid = await stubbornServer()
  await writeFile(join(cluster, 'postmaster.pid'), `${pid}\n${cluster}\n`)
  const clock = new ManualClock()
  let waiting = true
  const outcome = clearLeftBehind(cluster, silentLogger, clock).catch((failure: unknown) => failure)
  outcome.finally(() => {
    waiting = false
  })
  while (waiting) {
    clock.advance(5_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await outcome).toMatchObject({ code: 'conflict', details: { cluster, pid } })
})

test('a server of another cluster is never touched', async () => {
  const pid = await stubbornServer()
  const other = await mkdtemp(join(tmpdir(), 'chargewright-other-'))
  expect(await processKind(pid, other)).toBe('other')
  await rm(other, { recursive: true })
})

test('correcting a pid file keeps what PostgreSQL needs to know of old backends', async () => {
  const rest = '/cluster\n1700000000\n5432\n\n127.0.0.1\n  1234567    89\nready\n'
  await writeFile(join(cluster, 'postmaster.pid'), `${process.pid}\n${rest}`)
  await clearLeftBehind(cluster, silentLogger, new ManualClock())
  const corrected = await readFile(join(cluster, 'postmaster.pid'), 'utf8')
  expect(corrected.slice(corrected.indexOf('\n') + 1)).toBe(rest)
  expect(await processKind(Number.parseInt(corrected, 10), cluster)).toBe('gone')
})
