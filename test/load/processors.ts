import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/**
 * Keeps the server's own thread to the first processor, and the load generator and the server's database to the others. Where there are two,
 * Linux often lets all three take turns on one while the other stands idle, for a tenth of a second at a time.
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
    for (const one of descendants(server)) keepIfThere(one, others)
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
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const)
  const found = [pid]
  // Grows while it is gone through: whoever was found may be a parent as well.
  for (const parent of found) for (const [child, its] of parents) if (its === parent) found.push(child)
  return found.slice(1)
}

/** As proc_pid_stat(5) has it, after a name that may hold anything. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
