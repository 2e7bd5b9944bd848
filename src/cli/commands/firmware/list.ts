import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { bytes, instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ListOptions {
  readonly vendor?: string
  readonly model?: string
}

export function addFirmwareList(firmware: Command, around: Surroundings): void {
  listCommand(firmware, 'list', 'List firmware images')
    .option('--vendor <name>', 'only those for stations of this vendor')
    .option('--model <name>', 'only those for this model')
    .addHelpText('after', '\nExample:\n  chargewright firmware list --vendor Acme')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { vendor, model } = options
      const list = await everyPage(
        (page) => api.call('listFirmwareImages', { query: { vendor, model, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'IMAGE', text: ({ id }) => id },
          { title: 'VENDOR', text: ({ vendor }) => vendor },
          { title: 'MODEL', text: ({ model }) => model ?? 'every' },
          { title: 'VERSION', text: ({ version }) => version },
          { title: 'FILE', text: ({ fileName, location }) => location ?? fileName, shrinks: true },
          { title: 'SIZE', text: ({ sizeBytes, location }) => bytes(sizeBytes) ?? (location ? '' : 'not sent yet') },
          { title: 'SIGNED', text: ({ signature }) => (signature === undefined ? '' : 'yes') },
          { title: 'ADDED', text: ({ createdAt }) => instant(createdAt) },
        ],
        'There are no such images. Send one: chargewright firmware upload --help',
      )
    })
}
