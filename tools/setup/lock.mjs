import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, say } from './output.mjs'

const REFRESH_MS = 2_000
const ABANDONED_AFTER_MS = 15_000

/** Runs `work` while no other set-up of this work tree does; a lock whose holder died is taken over. */
export async function underLock(work) {
  const path = join(root, '.cache', 'setup.lock')
  mkdirSync(join(root, '.cache'), { recursive: true })
  let told = false
  while (!tryTake(path)) {
    if (isAbandoned(path)) {
      rmSync(path, { force: true })
      continue
    }
    if (!told) say('· Another start is setting this work tree up; waiting for it …')
    told = true
    await wait(100)
  }
  const refresh = setInterval(() => touch(path), REFRESH_MS)
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(refresh)
    process.removeListener('exit', release)
    release()
  }
}

function tryTake(path) {
  try {
    writeFileSync(path, `${hostname()} ${process.pid}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isAbandoned(path) {
  try {
    const [host, pid] = readFileSync(path, 'utf8').split(' ')
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_AFTER_MS) return true
    return host === hostname() && pid !== undefined && !isAlive(Number(pid))
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function touch(path) {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}
