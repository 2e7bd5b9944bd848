import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { AppError } from '#kernel'

const ATTEMPTS = 5

/**
 * Starts a server on the port that `folder` had last, so that its address stays, or else on any free one. Between our look
 * and the server's start somebody may take the port, so a few are tried.
 *
 * @param start  fails with AppError details `portTaken` when the port is gone
 */
export async function startOnFreePort<T>(
  folder: string,
  start: (port: number) => Promise<T>,
): Promise<{ port: number; started: T }> {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(folder)
    try {
      const started = await start(port)
      await writeFile(join(folder, 'port'), `${port}\n`)
      return { port, started }
    } catch (thrown) {
      if (attempt === ATTEMPTS || !(thrown instanceof AppError && thrown.details.portTaken === true)) throw thrown
    }
  }
}

async function choosePort(folder: string): Promise<number> {
  const recorded = Number(await readFile(join(folder, 'port'), 'utf8').catch(() => ''))
  if (Number.isInteger(recorded) && recorded > 0) {
    const again = await freePort(recorded)
    if (again !== undefined) return again
  }
  const any = await freePort(0)
  if (any === undefined) throw new AppError('unavailable', 'There is no free port on the loopback interface')
  return any
}

/** `port` if it can be listened on (0: any), undefined when it is taken. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const found = address !== null && typeof address === 'object' ? address.port : undefined
      server.close(() => resolve(found))
    })
  })
}
