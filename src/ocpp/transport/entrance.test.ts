import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { AT_ONCE, Entrance } from './entrance.ts'

let server: Server
const peers: Socket[] = []

async function listening(entrance: Entrance): Promise<void> {
  server = createServer({ allowHalfOpen: true }, (socket) => entrance.enter(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

async function peer(): Promise<Socket> {
  const { port } = server.address() as AddressInfo
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => {})
  peers.push(socket)
  await once(socket, 'connect')
  return socket
}

afterEach(async () => {
  for (const socket of peers.splice(0)) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})

const hungUpOn = (socket: Socket) => once(socket.resume(), 'close')

describe('an entrance', () => {
  test('lets in a few at a turn however many knock at once, all in their order', async () => {
    const turns: number[] = []
    let inTurn = 0
    let all = () => {}
    const everybody = new Promise<void>((resolve) => {
      all = resolve
    })
    const count = 5 * AT_ONCE
    const entrance = new Entrance((socket) => {
      if (inTurn === 0) {
        void nextTurn().then(() => {
          turns.push(inTurn)
          inTurn = 0
          if (turns.reduce((sum, one) => sum + one, 0) === count) all()
        })
      }
      inTurn += 1
      socket.destroy()
    }, 60_000)
    await listening(entrance)
    const crowd = await Promise.all(Array.from({ length: count }, peer))
    for (const socket of crowd) socket.write('knock')
    await everybody
    expect(Math.max(...turns)).toBeLessThanOrEqual(AT_ONCE)
    expect(turns.reduce((sum, one) => sum + one, 0)).toBe(count)
  })

  test('whoever is let in has lost nothing of what it said', async () => {
    const opened = Promise.withResolvers<Socket>()
    await listening(new Entrance(opened.resolve, 60_000))
    const socket = await peer()
    socket.write('first ')
    const inside = await opened.promise
    socket.end('second')
    let said = ''
    for await (const chunk of inside) said += String(chunk)
    expect(said).toBe('first second')
    inside.destroy()
  })

  test('whoever says nothing is hung up on, and so is one that ends first', async () => {
    let letIn = 0
    await listening(
      new Entrance(() => {
        letIn += 1
      }, 50),
    )
    const silent = await peer()
    await hungUpOn(silent)
    const over = await peer()
    over.end()
    await hungUpOn(over)
    expect(letIn).toBe(0)
  })

  test('what goes wrong with one who is let in costs nobody behind it', async () => {
    const inside = Promise.withResolvers<string>()
    await listening(
      new Entrance((socket) => {
        const said = String(socket.read())
        if (said === 'bad') throw new TypeError('a bug')
        inside.resolve(said)
        socket.destroy()
      }, 60_000),
    )
    const bad = await peer()
    const good = await peer()
    bad.write('bad')
    good.write('good')
    await hungUpOn(bad)
    expect(await inside.promise).toBe('good')
  })

  test('destroyed, it hangs up on all who are not in', async () => {
    const entrance = new Entrance(() => {}, 60_000)
    await listening(entrance)
    const silent = await peer()
    await expect.poll(async () => (await connections()) === 1).toBe(true)
    entrance.destroy()
    await hungUpOn(silent)
  })

  test('destroyed, it leaves those alone who are in', async () => {
    const opened = Promise.withResolvers<Socket>()
    const entrance = new Entrance(opened.resolve, 60_000)
    await listening(entrance)
    const [inside, outside] = [await peer(), await peer()]
    inside.write('hello')
    const socket = await opened.promise
    entrance.entered(socket)
    entrance.destroy()
    await hungUpOn(outside)
    expect(socket.destroyed).toBe(false)
    socket.destroy()
  })
})

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))
  })
}
