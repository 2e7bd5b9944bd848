import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import type { ApiClient, FirmwareImage } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { measuredStream } from '../../measured-stream.ts'
import { openProgress } from '../../progress.ts'
import { bodyOptions } from '../../request/body-options.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addFirmwareUpload(firmware: Command, around: Surroundings): void {
  const command = apiCommand(firmware, 'upload <image>', 'Add a firmware image and send its file')
  const body = bodyOptions(command, 'createFirmwareImage', { without: ['location'] }, around)
  command
    .addHelpText(
      'after',
      `
Vendor, model and version are as stations tell them when they boot. A digest that is given is compared with what arrives.
What was begun and did not arrive whole is taken away again.

Example:
  chargewright firmware upload ./acme-2.4.bin --vendor Acme --model One --version 2.4`,
    )
    .action((image: string, options: ApiCommandOptions) =>
      stayingAlive(
        (async () => {
          const api = openApi(options, around)
          await using file = await open(resolve(around.cwd, image))
          const given = await body()
          const fileName = given.fileName ?? basename(image)
          const created = await api.call('createFirmwareImage', { body: { ...given, fileName } })
          const sent = await contentSent(api, created, file, around)
          answer(around, options.json, sent, () => `Added ${sent.vendor} ${sent.version} (${sent.id}).\n`)
        })(),
      ),
    )
}

async function contentSent(
  api: ApiClient,
  { id, version }: FirmwareImage,
  file: Awaited<ReturnType<typeof open>>,
  around: Surroundings,
): Promise<FirmwareImage> {
  const { size } = await file.stat()
  const progress = openProgress(around)
  const content = measuredStream(file.readableWebStream({ autoClose: false }), size, (text) =>
    progress.show(`${version} ${text}`),
  )
  try {
    return await api.send('putFirmwareContent', { params: { id } }, content, around.interrupted())
  } catch (thrown) {
    await api.call('removeFirmwareImage', { params: { id } }).catch(() => undefined)
    throw thrown
  } finally {
    progress.clear()
  }
}
