import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answer, answerList } from '../../answer.ts'
import {
  type ApiCommandOptions,
  apiCommand,
  type ListOptions,
  limitOf,
  listCommand,
  openApi,
} from '../../api-command.ts'
import { facts, table } from '../../format/table.ts'
import { bodyOptions } from '../../request/body-options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { variableText } from './words.ts'

export function addConfigurationTemplates(configuration: Command, around: Surroundings): void {
  const template = configuration
    .command('template')
    .summary('Templates: what the stations of a group ought to be set to')
  addList(template, around)
  addShow(template, around)
  addCreate(template, around)
  apiCommand(template, 'remove <template>', 'Remove a template; the stations stay as they are')
    .addHelpText('after', '\nThe template is named by its id: chargewright configuration template list')
    .action(async (id: string, options: ApiCommandOptions) => {
      await openApi(options, around).call('removeConfigurationTemplate', { params: { id } })
      answer(around, options.json, { id, removed: true }, () => `Removed ${id}.\n`)
    })
}

function addList(template: Command, around: Surroundings): void {
  listCommand(template, 'list', 'List templates, with how many stations differ')
    .addHelpText('after', '\nExample:\n  chargewright configuration template list')
    .action(async (options: ListOptions) => {
      const api = openApi(options, around)
      const list = await everyPage((page) => api.call('listConfigurationTemplates', { query: page }), limitOf(options))
      answerList(
        around,
        options,
        list,
        [
          { title: 'TEMPLATE', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'VALUES', text: ({ wanted }) => wanted.length, align: 'right' },
          { title: 'STATIONS', text: ({ stations }) => stations, align: 'right' },
          { title: 'DIFFER', text: ({ differing }) => differing, align: 'right' },
          { title: 'ON BOOT', text: ({ applyOnBoot }) => (applyOnBoot ? 'yes' : '') },
        ],
        'There are no templates. Make one: chargewright configuration template create --help',
      )
    })
}

function addShow(template: Command, around: Surroundings): void {
  apiCommand(template, 'show <template>', 'Show a template with what it wants')
    .addHelpText('after', '\nThe template is named by its id: chargewright configuration template list')
    .action(async (id: string, options: ApiCommandOptions) => {
      const found = await openApi(options, around).call('getConfigurationTemplate', { params: { id } })
      answer(around, options.json, found, () => {
        const about = facts(around.out, [
          ['Template', found.id],
          ['Name', found.name],
          ['For', groupText(found.group)],
          ['Stations', `${found.stations}, of which ${found.differing} differ`],
          ['Priority', found.priority],
          ['On first boot', found.applyOnBoot ? 'yes' : 'no'],
        ])
        const rows = table(
          around.out,
          [
            { title: 'VARIABLE', text: variableText },
            { title: 'VALUE', text: ({ value, secret }) => (secret === true ? '(secret)' : value), shrinks: true },
          ],
          found.wanted,
        )
        return `${about}\n${rows}`
      })
    })
}

function groupText(group: object): string {
  const said = Object.entries(group).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : value}`)
  return said.length === 0 ? 'every station' : said.join(', ')
}

function addCreate(template: Command, around: Surroundings): void {
  const command = apiCommand(template, 'create', 'Make a template, from a file or of options')
  const body = bodyOptions(command, 'createConfigurationTemplate', {}, around)
  command
    .addHelpText(
      'after',
      `
A file may hold:
  {
    "name": "Heartbeats",
    "group": { "vendor": "Acme", "model": "One*" },
    "wanted": [{ "component": "OCPPCommCtrlr", "name": "HeartbeatInterval", "value": "300" }]
  }

Example:
  chargewright configuration template create --file heartbeats.json`,
    )
    .action(async (options: ApiCommandOptions) => {
      const created = await openApi(options, around).call('createConfigurationTemplate', { body: await body() })
      const { name, id, stations, differing } = created
      answer(around, options.json, created, () => `Added ${name} (${id}): ${stations} stations, ${differing} differ.\n`)
    })
}
