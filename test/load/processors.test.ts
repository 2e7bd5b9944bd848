import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { shareProcessors } from './processors.ts'

const canShare = process.platform === 'linux' && availableParallelism() > 1
const others = availableParallelism() === 2 ? '1' : `1-${availableParallelism() - 1}`

describe('the processors of the bench', () => {
  it("are shared out: one for the server's own thread, the rest for the load generator and what the server started", async () => {
    const server = fork(new URL('../support/parent-of-one.mjs', import.meta.url), { execArgv: [] })
    const generator = fork(new URL('../support/parent-of-one.mjs', import.meta.url), { execArgv: [] })
    try {
      const [child] = (await once(server, 'message')) as [number]
      expect(shareProcessors(server.pid ?? 0, generator.pid ?? 0)).toBe(canShare)
      if (!canShare) return
      expect(processorsOf(server.pid)).toBe('0')
      expect(processorsOf(generator.pid)).toBe(others)
      expect(processorsOf(child)).toBe(others)
    } finally {
      server.kill()
      generator.kill()
    }
  })

  it('are not, when the server is gone', () => {
    expect(shareProcessors(2 ** 30, process.pid)).toBe(false)
  })
})

function processorsOf(pid: number | undefined): string | undefined {
  return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
}
