import { createWriteStream } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Writable } from 'node:stream'
import type { Command } from 'commander'
import type { FetchedFile } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { UsageError } from '../../failure.ts'
import { measuredStream } from '../../measured-stream.ts'
import { openProgress } from '../../progress.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ApiCommandOptions {
  readonly to?: string
}

/** What a name may consist of that a station or the platform has chosen: it never leaves the folder. */
const HARMLESS_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/

export function addLogDownload(log: Command, around: Surroundings): void {
  apiCommand(log, 'download <log>', 'Fetch a log that has come')
    .option('--to <file>', 'where to; by its own name in this folder if absent')
    .addHelpText(
      'after',
      `
A file that is there already is left as it is, unless --to names it. What does not arrive whole is not kept.

Example:
  chargewright log download 0199… --to CS-1.log.gz`,
    )
    .action((id: string, options: Options) => stayingAlive(download(id, options, around)))
}

async function download(id: string, options: Options, around: Surroundings): Promise<void> {
  const signal = around.interrupted()
  const fetched = await openApi(options, around).fetch('getStationLogContent', { params: { id } }, signal)
  const name = fetched.name !== undefined && HARMLESS_NAME.test(fetched.name) ? fetched.name : `${id}.log`
  const path = resolve(around.cwd, options.to ?? name)
  const arriving = `${path}.arriving`
  try {
    await arrived(fetched, arriving, name, signal, around)
    if (options.to === undefined) await refuseToReplace(path)
    await rename(arriving, path)
  } finally {
    await rm(arriving, { force: true })
  }
  answer(around, options.json, { id, file: path, sizeBytes: fetched.sizeBytes }, () => `${path}\n`)
}

async function arrived(
  { content, sizeBytes }: FetchedFile,
  path: string,
  name: string,
  signal: AbortSignal,
  around: Surroundings,
): Promise<void> {
  const progress = openProgress(around)
  const measured = measuredStream(content, sizeBytes, (text) => progress.show(`${name} ${text}`))
  try {
    await measured.pipeTo(Writable.toWeb(createWriteStream(path)), { signal })
  } finally {
    progress.clear()
  }
}

async function refuseToReplace(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (exists) throw new UsageError(`${path} is there already; --to names another, or this one to replace it`)
}
