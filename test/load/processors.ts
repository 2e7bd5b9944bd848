import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/**
 * Keeps the server's own thread to the first processor, and the load generator and the server's database to the others. Where there are two,
 * Linux often lets all three take turns on one and the other stand idle, for a tenth of a second at a time: a thread that is woken is placed
 * beside whoever woke it once both processors are busy for more than some 60 % of the time.
 *
 * @returns false where that cannot be had: it takes a second processor, and Linux's taskset
 */
export function shareProcessors(server: number, generator: number): boolean {
  const count = availableParallelism()
  if (count < 2 || process.platform !== 'linux') return false
  const others = count === 2 ? '1' : `1-${count - 1}`
  try {
    keep(server, '0')
    keep(generator, others)
    for (const process of descendants(server)) keepIfThere(process, others)
    return true
  } catch {
    return false
  }
}

/** One thread: what a process has of helpers goes on where it likes. */
function keep(thread: number, processors: string): void {
  execFileSync('taskset', ['-cp', processors, String(thread)], { stdio: 'ignore' })
}

/** A database's processes come and go. */
function keepIfThere(thread: number, processors: string): void {
  try {
    keep(thread, processors)
  } catch (cause) {
    if (existsSync(`/proc/${thread}`)) throw cause
  }
}

function descendants(pid: number): number[] {
  const children = execFileSync('ps', ['-e', '-o', 'ppid=,pid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const found: number[] = []
  for (const parents = [pid]; parents.length > 0; ) {
    const parent = parents.pop()
    for (const [of, child] of children) {
      if (of !== parent || child === undefined) continue
      found.push(child)
      parents.push(child)
    }
  }
  return found
}
