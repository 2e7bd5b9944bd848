import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { silentLogger } from '#kernel'
import { type BundledPostgres, startBundledPostgres } from '#storage'
import type { WriterMessage } from '#test/durable-writer'
import { quickFolder } from '#test/quick-folder'

const WRITER = resolve(import.meta.dirname, 'durable-writer.ts')

/** A writer in a process of its own; what it was acknowledged grows as it goes on. */
export interface Writer {
  readonly child: ChildProcess
  /** What it said first: `ready` when it began to write. */
  readonly first: WriterMessage
  readonly acknowledged: readonly string[]
}

/** A data folder, new for every test of a file, and everything that runs on it, ended after each test. */
export interface BundledBench {
  readonly parent: string
  readonly dataDir: string
  /** Starts the server in this process. */
  start(): Promise<BundledPostgres>
  /** Starts the server in a process of its own that writes; as another user, or with another PATH. */
  startWriter(options?: { uid?: number; path?: string }): Promise<Writer>
  /** A PATH on which only these programs are found. */
  pathOf(...programs: string[]): Promise<string>
  /** Ends a child when the test ends. */
  endLater(child: ChildProcess): void
  /** Resolves when the server that the pid file names is no more. */
  serverGone(): Promise<void>
}

/** Kills and waits until it has happened. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

export async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** Resolves when a writer was acknowledged so much. */
export async function acknowledged(writer: Writer, atLeast: number): Promise<void> {
  expect(writer.first).toMatchObject({ type: 'ready' })
  while (writer.acknowledged.length < atLeast) await once(writer.child, 'message')
}

/**
 * Registers the hooks that make and clear the folder.
 *
 * @param options.prepared  whether the folder holds a database already, stopped and empty
 */
export function bundledBench(options: { prepared: boolean }): BundledBench {
  let parent = ''
  const mold = options.prepared ? preparedFolder() : undefined
  const children = new Set<ChildProcess>()
  const servers = new Set<BundledPostgres>()
  const dataDir = () => join(parent, 'a folder with späces')
  const serverGone = async () => {
    await expect.poll(() => serverRuns(join(dataDir(), 'postgres', 'cluster'))).toBe(false)
  }

  beforeEach(async () => {
    parent = await mkdtemp(join(await quickFolder(), 'chargewright-bundled-'))
    if (mold !== undefined) await promisify(execFile)('cp', ['-a', mold(), dataDir()])
  })
  afterEach(async () => {
    for (const child of children) await kill(child)
    for (const server of servers) await server.stop()
    children.clear()
    servers.clear()
    await serverGone()
    await rm(parent, { recursive: true, force: true })
  })

  return {
    get parent() {
      return parent
    },
    get dataDir() {
      return dataDir()
    },
    async start() {
      const server = await startBundledPostgres({ dataDir: dataDir(), logger: silentLogger })
      servers.add(server)
      return server
    },
    async startWriter({ uid, path = process.env.PATH } = {}) {
      const child = fork(WRITER, [dataDir()], {
        env: { ...process.env, PATH: path },
        execArgv: [],
        ...(uid === undefined ? {} : { uid, gid: uid }),
      })
      children.add(child)
      return await listen(child)
    },
    async pathOf(...programs) {
      const folder = join(parent, 'bin')
      await mkdir(folder)
      for (const program of programs) {
        const found = await firstOf(['/usr/bin', '/bin'].map((at) => join(at, program)))
        if (found !== undefined) await symlink(found, join(folder, program))
      }
      return folder
    },
    endLater: (child) => void children.add(child),
    serverGone,
  }
}

/** A data folder in which the database was prepared once, to be copied: preparing it takes half a second. */
function preparedFolder(): () => string {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(await quickFolder(), 'chargewright-mold-'))
    const server = await startBundledPostgres({ dataDir: folder, logger: silentLogger })
    await server.stop()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return () => folder
}

async function listen(child: ChildProcess): Promise<Writer> {
  const acknowledged: string[] = []
  child.on('message', (message: WriterMessage) => {
    if (message.type === 'acknowledged') acknowledged.push(...message.ids)
  })
  const [first]: unknown[] = await once(child, 'message')
  return { child, first: first as WriterMessage, acknowledged }
}

async function firstOf(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (await stat(path).catch(() => undefined)) return path
  }
  return undefined
}

/** Whether the process that a cluster's pid file names runs in the cluster's folder. */
async function serverRuns(cluster: string): Promise<boolean> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const status = await readFile(`/proc/${Number.parseInt(text, 10)}/status`, 'utf8').catch(() => '')
  return status.startsWith('Name:\tpostgres') && !status.includes('State:\tZ')
}
