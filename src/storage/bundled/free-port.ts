import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** The port this folder's database had last, if nobody took it since; otherwise any free one. Loopback only. */
export async function choosePort(folder: string): Promise<number> {
  const recorded = Number(await readFile(join(folder, 'port'), 'utf8').catch(() => ''))
  if (Number.isInteger(recorded) && recorded > 0) {
    const again = await freePort(recorded)
    if (again !== undefined) return again
  }
  const any = await freePort(0)
  if (any === undefined) throw new Error('no free port on the loopback interface')
  return any
}

export async function recordPort(folder: string, port: number): Promise<void> {
  await writeFile(join(folder, 'port'), `${port}\n`)
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
