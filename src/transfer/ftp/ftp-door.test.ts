import { connect, type Socket } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import { Client } from 'basic-ftp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestAuthority } from '#test/certificates'
import { LOG_LIMIT_BYTES, type Opening, type TransferStand, transferStand } from '#test/transfer-stand'

let stand: TransferStand
beforeAll(async () => {
  stand = await transferStand()
})
afterAll(() => stand.close())

async function signedIn<T>(
  opening: Opening,
  work: (client: Client) => Promise<T>,
  tls?: 'implicit' | true,
): Promise<T> {
  const client = new Client()
  const port = tls === 'implicit' ? stand.ftp.tlsPort : stand.ftp.port
  const secure = tls === undefined ? {} : { secure: tls, secureOptions: { rejectUnauthorized: false } }
  try {
    await client.access({ host: '127.0.0.1', port: port ?? 0, ...opening, ...secure })
    return await work(client)
  } finally {
    client.close()
  }
}

const bring = (opening: Opening, content: string | Buffer, name = 'CS-1.log', tls?: 'implicit' | true) =>
  signedIn(opening, (client) => client.uploadFrom(Readable.from([Buffer.from(content)]), name), tls)

async function fetched(name: string, from = 0): Promise<Buffer> {
  return signedIn(stand.image, async (client) => {
    const into = new PassThrough()
    const [content] = await Promise.all([buffer(into), client.downloadTo(into, name, from)])
    return content
  })
}

/** A peer that says what it likes, and hears the answers. */
async function raw(): Promise<{ socket: Socket; say: (line: string) => Promise<string>; hear: () => Promise<string> }> {
  const socket = connect(stand.ftp.port ?? 0, '127.0.0.1')
  socket.setEncoding('latin1')
  const waiting: ((text: string) => void)[] = []
  const heard: string[] = []
  const give = (answer: string) => {
    const next = waiting.shift()
    if (next === undefined) heard.push(answer)
    else next(answer)
  }
  socket.on('data', (piece: string) => give(piece))
  socket.on('error', () => {})
  socket.on('close', () => give('closed'))
  const hear = () => {
    const before = heard.shift()
    return before === undefined ? new Promise<string>((resolve) => waiting.push(resolve)) : Promise.resolve(before)
  }
  await hear()
  const say = (line: string) => {
    socket.write(line)
    return hear()
  }
  return { socket, hear, say }
}

async function inside(opening: Opening) {
  const peer = await raw()
  await peer.say(`USER ${opening.user}\r\n`)
  expect(await peer.say(`PASS ${opening.password}\r\n`)).toMatch(/^230 /)
  return peer
}

describe('a log', () => {
  test.each([
    ['in the clear', undefined],
    ['where TLS is asked for (RFC 4217)', true],
    ['where TLS comes first', 'implicit'],
  ] as const)('is brought %s, once', async (_how, tls) => {
    const opening = await stand.expectLog()
    await bring(opening, 'what happened', 'CS-1.log', tls)
    const log = await stand.newest()
    expect(log.file).toMatchObject({ name: 'CS-1.log', sizeBytes: 13 })
    expect(await text(await stand.contentOf(log))).toBe('what happened')
    await expect(bring(opening, 'something else', 'CS-1.log', tls)).rejects.toMatchObject({ code: 530 })
  })

  test('is brought once by two at the same time', async () => {
    const opening = await stand.expectLog()
    const both = await Promise.allSettled([bring(opening, 'one'), bring(opening, 'two')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test.each(['../../../etc/passwd', '/etc/cron.d/evil', '..\\..\\windows', 'a/../../b'])(
    'called %s goes nowhere but where it belongs',
    async (name) => {
      await bring(await stand.expectLog(), 'x', name)
      const { file } = await stand.newest()
      expect(file?.name).toMatch(/^[\w.-]+$/)
    },
  )

  test('that is too large is not kept, and may come again', async () => {
    const opening = await stand.expectLog()
    await expect(bring(opening, Buffer.alloc(LOG_LIMIT_BYTES + 1))).rejects.toMatchObject({ code: 552 })
    expect((await stand.newest()).file).toBeUndefined()
    await bring(opening, 'smaller')
    expect((await stand.newest()).file?.sizeBytes).toBe(7)
  })

  test('that breaks off is not kept', async () => {
    const peer = await inside(await stand.expectLog())
    const [, port] = /\|\|\|(\d+)\|/.exec(await peer.say('EPSV\r\n')) ?? []
    const data = connect(Number(port), '127.0.0.1')
    expect(await peer.say('STOR CS-1.log\r\n')).toMatch(/^150 /)
    await new Promise((resolve) => data.write('half', resolve))
    data.resetAndDestroy()
    expect(await peer.hear()).toMatch(/^451 /)
    peer.socket.destroy()
    expect((await stand.newest()).file).toBeUndefined()
  })

  test.each(['has hung up', 'wants no more'])('whose bringer %s never looks whole, and may come again', async (end) => {
    const opening = await stand.expectLog()
    const peer = await inside(opening)
    const [, port] = /\|\|\|(\d+)\|/.exec(await peer.say('EPSV\r\n')) ?? []
    const data = connect(Number(port), '127.0.0.1')
    data.on('error', () => {})
    const over = new Promise((resolve) => data.once('close', resolve))
    expect(await peer.say('STOR CS-1.log\r\n')).toMatch(/^150 /)
    data.end('half')
    if (end === 'has hung up') peer.socket.destroy()
    else expect(await peer.say('ABOR\r\n')).toMatch(/^426 /)
    await over
    const again = () =>
      bring(opening, 'all of it').then(
        () => true,
        () => false,
      )
    await expect.poll(again).toBe(true)
    const { file } = await stand.newest()
    expect(file).toMatchObject({ sizeBytes: 9 })
    expect(file?.doubt).toBeUndefined()
    peer.socket.destroy()
  })

  test('that is aborted is told so twice, and the session goes on', async () => {
    const peer = await inside(await stand.expectLog())
    const [, port] = /\|\|\|(\d+)\|/.exec(await peer.say('EPSV\r\n')) ?? []
    const data = connect(Number(port), '127.0.0.1')
    data.on('error', () => {})
    expect(await peer.say('STOR CS-1.log\r\n')).toMatch(/^150 /)
    await new Promise((resolve) => data.write('half', resolve))
    expect(await peer.say('ABOR\r\n')).toMatch(/^426 .*\r\n(226 .*)?/)
    expect((await stand.newest()).file).toBeUndefined()
    peer.socket.destroy()
  })

  test('is no place to fetch anything from, nor to go on writing at', async () => {
    const peer = await inside(await stand.expectLog())
    await peer.say('EPSV\r\n')
    expect(await peer.say('RETR CS-1.log\r\n')).toMatch(/^550 /)
    expect(await peer.say('REST 5\r\n')).toMatch(/^350 /)
    expect(await peer.say('STOR CS-1.log\r\n')).toMatch(/^554 /)
    expect(await peer.say('CWD /etc\r\n')).toMatch(/^550 /)
    expect(await peer.say('DELE x\r\n')).toMatch(/^502 /)
    peer.socket.destroy()
  })
})

describe('an image', () => {
  test('is fetched whole, from a byte on, listed and measured', async () => {
    const { fileName, content } = stand.image
    expect(await fetched(fileName)).toEqual(content)
    expect(await fetched(`/${fileName}`, 90_000)).toEqual(content.subarray(90_000))
    expect(await fetched(fileName, content.length)).toHaveLength(0)
    await signedIn(stand.image, async (client) => {
      expect(await client.size(fileName)).toBe(content.length)
      expect((await client.list()).map(({ name }) => name)).toEqual([fileName])
    })
  })

  test('is fetched and listed under TLS as well', async () => {
    const { fileName, content } = stand.image
    const got = await signedIn(
      stand.image,
      async (client) => {
        const into = new PassThrough()
        const [whole] = await Promise.all([buffer(into), client.downloadTo(into, fileName)])
        return { whole, names: (await client.list()).map(({ name }) => name) }
      },
      'implicit',
    )
    expect(got).toEqual({ whole: content, names: [fileName] })
  })

  test('that is no longer wanted is let go, and the name of a file is no such wish', async () => {
    const peer = await inside(stand.image)
    expect(await peer.say('\xff\xf4\xf2ABOR\r\n')).toMatch(/^226 /)
    expect(await peer.say('RETR fileABOR\r\n')).toMatch(/^550 /)
    peer.socket.destroy()
  })

  test.each(['other.bin', '../../secret.key', '/etc/passwd', ''])('%s is no file there', async (name) => {
    const peer = await inside(stand.image)
    await peer.say('EPSV\r\n')
    expect(await peer.say(`RETR ${name}\r\n`)).toMatch(/^550 /)
    peer.socket.destroy()
  })

  test('is replaced by nobody', async () => {
    await expect(bring(stand.image, 'mine', stand.image.fileName)).rejects.toMatchObject({ code: 553 })
    expect(await fetched(stand.image.fileName)).toEqual(stand.image.content)
  })
})

describe('a peer', () => {
  test('with a wrong password is seen off, and after many not let in at all', async () => {
    const strict = await transferStand()
    try {
      const attempt = () => {
        const client = new Client()
        const access = { host: '127.0.0.1', port: strict.ftp.port ?? 0, user: strict.image.user, password: 'wrong' }
        return client.access(access).finally(() => client.close())
      }
      for (let count = 0; count < 60; count += 1) await expect(attempt()).rejects.toMatchObject({ code: 530 })
      await expect(attempt()).rejects.not.toMatchObject({ code: 530 })
      strict.clock.advance(3_600_000)
      await expect(attempt()).rejects.toMatchObject({ code: 530 })
    } finally {
      await strict.close()
    }
  })

  test('that is not signed in may do nothing with files', async () => {
    const peer = await raw()
    for (const line of ['LIST', 'EPSV', 'PASV', 'STOR x', 'RETR x', 'REST 1', 'SIZE x', 'PORT 10,0,0,1,0,80']) {
      expect(await peer.say(`${line}\r\n`)).toMatch(/^530 /)
    }
    peer.socket.destroy()
  })

  test('cannot have us connect to anybody (FTP bounce, RFC 2577)', async () => {
    const peer = await inside(await stand.expectLog())
    expect(await peer.say('PORT 10,0,0,1,0,80\r\n')).toMatch(/^502 /)
    expect(await peer.say('EPRT |1|10.0.0.1|80|\r\n')).toMatch(/^502 /)
    peer.socket.destroy()
  })

  test('that speaks without end is cut off', async () => {
    const peer = await raw()
    expect(await peer.say('A'.repeat(10_000))).toBe('closed')
    const flood = await raw()
    flood.socket.write('NOOP\r\n'.repeat(5_000))
    let last = ''
    while (last !== 'closed') last = await flood.hear()
  })

  test('that says nothing is cut off after a while', async () => {
    const silent = await raw()
    stand.clock.advance(30_000)
    expect(await silent.hear()).toMatch(/^421 /)
  })

  test('that never opens the connection it asked for is told so', async () => {
    const peer = await inside(await stand.expectLog())
    await peer.say('EPSV\r\n')
    expect(await peer.say('STOR x\r\n')).toMatch(/^150 /)
    stand.clock.advance(30_000)
    expect(await peer.hear()).toMatch(/^425 /)
    peer.socket.destroy()
  })

  test('that brings a file ever so slowly is cut off', async () => {
    const peer = await inside(await stand.expectLog())
    const [, port] = /\|\|\|(\d+)\|/.exec(await peer.say('EPSV\r\n')) ?? []
    const data = connect(Number(port), '127.0.0.1')
    data.on('error', () => {})
    expect(await peer.say('STOR x\r\n')).toMatch(/^150 /)
    await new Promise((resolve) => data.write('x', resolve))
    stand.clock.advance(60_000)
    expect(await peer.hear()).toMatch(/^451 /)
    peer.socket.destroy()
  })

  test('finds what it has said in the clear forgotten under TLS', async () => {
    const peer = await raw()
    await peer.say(`USER ${stand.image.user}\r\n`)
    expect(await peer.say(`AUTH TLS\r\nPASS ${stand.image.password}\r\n`)).toMatch(/^234 [^\r]*\r\n$/)
    peer.socket.destroy()
  })

  test('finds no more room than there is', async () => {
    const peers = await Promise.all(Array.from({ length: 16 }, () => raw()))
    const further = connect(stand.ftp.port ?? 0, '127.0.0.1')
    further.on('error', () => {})
    await new Promise((resolve) => further.once('close', resolve))
    for (const { socket } of peers) socket.destroy()
  })
})

test('a renewed certificate is shown to whoever comes next, by either way to TLS, and disturbs nobody', async () => {
  const own = await transferStand()
  const come = async (secure: 'implicit' | true) => {
    const client = new Client()
    const port = (secure === true ? own.ftp.port : own.ftp.tlsPort) ?? 0
    await client.access({ host: '127.0.0.1', port, ...own.image, secure, secureOptions: { rejectUnauthorized: false } })
    const { socket } = client.ftp
    return { client, subject: socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.subject : undefined }
  }
  const before = [await come('implicit'), await come(true)]
  for (const { subject } of before) expect(subject).toContain('CN=localhost')
  own.ftp.replaceTls(await (await TestAuthority.create('Renewed')).issue({ commonName: 'renewed.example' }))
  const after = [await come('implicit'), await come(true)]
  for (const { subject } of after) expect(subject).toContain('CN=renewed.example')
  for (const { client } of [...before, ...after]) {
    expect((await client.list()).map(({ name }) => name)).toEqual([own.image.fileName])
    client.close()
  }
  await own.close()
})
