import { connect } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import ssh2, { type Client, type ClientChannel, type FileEntry, type SFTPWrapper, type Stats } from 'ssh2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LOG_LIMIT_BYTES, type Opening, type TransferStand, transferStand } from '#test/transfer-stand'
import { packet } from './sftp-packet.ts'

let stand: TransferStand
beforeAll(async () => {
  stand = await transferStand()
})
afterAll(() => stand.close())

function connected({ user: username, password }: Opening): Promise<Client> {
  const client = new ssh2.Client()
  return new Promise((resolve, reject) => {
    client.on('error', reject)
    client.once('close', () => reject(new Error('closed')))
    client.once('ready', () => resolve(client))
    client.connect({ host: '127.0.0.1', port: stand.sftp.port, username, password })
  })
}

async function signedIn<T>(opening: Opening, work: (sftp: SFTPWrapper, client: Client) => Promise<T>): Promise<T> {
  const client = await connected(opening)
  try {
    const sftp = await asked<SFTPWrapper>((done) => client.sftp(done))
    return await work(sftp, client)
  } finally {
    client.end()
  }
}

/** The answer to a request, as a promise. */
function asked<T>(ask: (done: (error: Error | undefined | null, answer: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => (error ? reject(error) : resolve(answer)))
  })
}

const bring = (opening: Opening, content: string | Buffer, name = '/CS-1.log') =>
  signedIn(opening, (sftp) => asked<void>((done) => sftp.writeFile(name, content, (error) => done(error, undefined))))

const fetched = (path: string) =>
  signedIn(stand.image, (sftp) => {
    const content = sftp.createReadStream(path)
    // Its handle is still being closed when the connection is.
    content.on('error', () => {})
    return buffer(content)
  })

describe('a log', () => {
  test('is brought once', async () => {
    const opening = await stand.expectLog()
    await bring(opening, 'what happened')
    const log = await stand.newest()
    expect(log.file).toMatchObject({ name: 'CS-1.log', sizeBytes: 13 })
    expect(await text(await stand.contentOf(log))).toBe('what happened')
    await expect(bring(opening, 'something else')).rejects.toMatchObject({ level: 'client-authentication' })
  })

  test('is kept whole whatever the order of its pieces', async () => {
    await signedIn(await stand.expectLog(), async (sftp) => {
      const handle = await asked<Buffer>((done) => sftp.open('/x', 'w', done))
      const write = (at: number, piece: string) =>
        asked<void>((done) =>
          sftp.write(handle, Buffer.from(piece), 0, piece.length, at, (error) => done(error, undefined)),
        )
      await Promise.all([write(3, 'def'), write(6, 'ghi'), write(0, 'abc')])
      await asked<void>((done) => sftp.close(handle, (error) => done(error, undefined)))
    })
    expect(await text(await stand.contentOf(await stand.newest()))).toBe('abcdefghi')
  })

  test('with a gap is not kept', async () => {
    await signedIn(await stand.expectLog(), async (sftp) => {
      const handle = await asked<Buffer>((done) => sftp.open('/x', 'w', done))
      await asked<void>((done) => sftp.write(handle, Buffer.from('end'), 0, 3, 100, (error) => done(error, undefined)))
      await expect(asked<void>((done) => sftp.close(handle, (error) => done(error, undefined)))).rejects.toThrow()
    })
    expect((await stand.newest()).file).toBeUndefined()
  })

  test.each(['../../../etc/passwd', '/etc/cron.d/evil', '..\\..\\windows'])(
    'called %s goes nowhere but where it belongs',
    async (name) => {
      await bring(await stand.expectLog(), 'x', name)
      expect((await stand.newest()).file?.name).toMatch(/^[\w.-]+$/)
    },
  )

  test('that is too large is not kept, and may come again', async () => {
    const opening = await stand.expectLog()
    await expect(bring(opening, Buffer.alloc(LOG_LIMIT_BYTES + 1))).rejects.toThrow()
    expect((await stand.newest()).file).toBeUndefined()
    await bring(opening, 'smaller')
    expect((await stand.newest()).file?.sizeBytes).toBe(7)
  })

  test('whose connection breaks is not kept, and may come again', async () => {
    const opening = await stand.expectLog()
    await signedIn(opening, async (sftp, client) => {
      const handle = await asked<Buffer>((done) => sftp.open('/x', 'w', done))
      await asked<void>((done) => sftp.write(handle, Buffer.from('half'), 0, 4, 0, (error) => done(error, undefined)))
      const gone = new Promise<void>((resolve) => client.once('close', () => resolve()))
      client.destroy()
      await gone
    })
    await expect
      .poll(() =>
        bring(opening, 'whole').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    expect((await stand.newest()).file?.sizeBytes).toBe(5)
  })

  test('is no place to fetch anything from', async () => {
    await signedIn(await stand.expectLog(), async (sftp) => {
      await expect(asked((done) => sftp.open('/etc/passwd', 'r', done))).rejects.toMatchObject({ code: 2 })
      await expect(asked((done) => sftp.stat('/etc/passwd', done))).rejects.toMatchObject({ code: 2 })
      await expect(asked((done) => sftp.readdir('/etc', done))).rejects.toMatchObject({ code: 2 })
      await expect(asked((done) => sftp.readlink('/x', done))).rejects.toThrow()
      await expect(asked<void>((done) => sftp.unlink('/x', (error) => done(error, undefined)))).rejects.toThrow()
      expect(await asked((done) => sftp.realpath('../../etc', done))).toBe('/etc')
    })
  })
})

describe('an image', () => {
  test('is fetched, listed and measured', async () => {
    const { fileName, content } = stand.image
    expect(await fetched(`/${fileName}`)).toEqual(content)
    expect(await fetched(fileName)).toEqual(content)
    await signedIn(stand.image, async (sftp) => {
      expect((await asked<Stats>((done) => sftp.stat(fileName, done))).size).toBe(content.length)
      expect((await asked<FileEntry[]>((done) => sftp.readdir('/', done))).map(({ filename }) => filename)).toEqual([
        fileName,
      ])
    })
  })

  test.each(['other.bin', '/etc/passwd', '../../secret.key'])('%s is no file there', async (path) => {
    await expect(fetched(path)).rejects.toMatchObject({ code: 2 })
  })

  test('is replaced by nobody', async () => {
    await expect(bring(stand.image, 'mine', `/${stand.image.fileName}`)).rejects.toMatchObject({ code: 3 })
    expect(await fetched(stand.image.fileName)).toEqual(stand.image.content)
  })
})

describe('a peer', () => {
  test('with a wrong password gets nowhere', async () => {
    await expect(connected({ ...stand.image, password: 'wrong' })).rejects.toMatchObject({
      level: 'client-authentication',
    })
    await expect(connected({ user: 'root', password: '' })).rejects.toMatchObject({ level: 'client-authentication' })
  })

  test('has no shell, runs nothing, and is no way on to others', async () => {
    const client = await connected(stand.image)
    client.on('error', () => {})
    await expect(asked((done) => client.exec('id', done))).rejects.toThrow()
    await expect(asked((done) => client.shell(done))).rejects.toThrow()
    await expect(asked((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 80, done))).rejects.toThrow()
    await expect(asked((done) => client.forwardIn('127.0.0.1', 0, done))).rejects.toThrow()
    client.end()
  })

  test('that says nothing, or what is no SSH, is cut off', async () => {
    const silent = connect(stand.sftp.port, '127.0.0.1')
    const gone = new Promise((resolve) => silent.once('close', resolve))
    await new Promise((resolve) => silent.once('data', resolve))
    stand.clock.advance(30_000)
    await gone
    const other = connect(stand.sftp.port, '127.0.0.1')
    other.on('error', () => {})
    const refused = new Promise((resolve) => other.once('close', resolve))
    other.write(`GET / HTTP/1.1\r\n${'x'.repeat(100_000)}\r\n\r\n`)
    other.resume()
    await refused
  })

  test('that is signed in and asks for nothing is disconnected', async () => {
    const client = await connected(stand.image)
    client.on('error', () => {})
    const gone = new Promise<void>((resolve) => client.once('close', () => resolve()))
    stand.clock.advance(120_000)
    await gone
  })

  test('that takes nothing of what it asks for gets no more than a little, and is cut off', async () => {
    const client = await connected(stand.image)
    client.on('error', () => {})
    const gone = new Promise<void>((resolve) => client.once('close', () => resolve()))
    // Its window shuts once so much has come that it has not read.
    const channel = await asked<ClientChannel>((done) => client.subsys('sftp', done))
    channel.pause()
    const [init, open] = [packet(1, 3), packet(3, 1, stand.image.fileName, 1, 0)]
    const read = packet(5, 2, 'file', { plain: Buffer.alloc(8) }, 32_768)
    channel.write(Buffer.concat([init, open, ...Array.from({ length: 400 }, () => read)]))
    let over = false
    void gone.then(() => {
      over = true
    })
    while (!over) {
      stand.clock.advance(60_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(channel.readableLength).toBeLessThan(400 * 32_768)
  })

  test.each([
    ['is longer than any may be', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['ends before its fields do', Buffer.from([0, 0, 0, 6, 3, 0, 0, 0, 1, 0])],
  ])('that sends a packet that %s is cut off', async (_what, bytes) => {
    const client = await connected(stand.image)
    client.on('error', () => {})
    const gone = new Promise<void>((resolve) => client.once('close', () => resolve()))
    const channel = await asked<ClientChannel>((done) => client.subsys('sftp', done))
    channel.write(bytes)
    await gone
  })

  test('is told of a request that this SFTP does not have, and has no other subsystem', async () => {
    await signedIn(stand.image, async (sftp, client) => {
      await expect(
        asked<void>((done) => sftp.ext_openssh_fsync(Buffer.from('file'), (error) => done(error ?? null, undefined))),
      ).rejects.toThrow()
      await expect(asked((done) => client.subsys('netconf', done))).rejects.toThrow()
    })
  })

  test('opens one file at a time', async () => {
    await signedIn(stand.image, async (sftp) => {
      const { fileName } = stand.image
      const handle = await asked<Buffer>((done) => sftp.open(fileName, 'r', done))
      await expect(asked((done) => sftp.open(fileName, 'r', done))).rejects.toThrow()
      await asked<void>((done) => sftp.close(handle, (error) => done(error, undefined)))
      await asked<Buffer>((done) => sftp.open(fileName, 'r', done))
    })
  })

  test('finds no more room than there is', async () => {
    const peers = Array.from({ length: 16 }, () => connect(stand.sftp.port, '127.0.0.1'))
    await Promise.all(peers.map((peer) => new Promise((resolve) => peer.once('data', resolve))))
    const further = connect(stand.sftp.port, '127.0.0.1')
    further.on('error', () => {})
    await new Promise((resolve) => further.once('close', resolve))
    for (const peer of peers) peer.destroy()
  })
})
