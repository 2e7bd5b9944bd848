import type { Command } from 'commander'
import { type CommandKindInfo, commandKinds } from '#api-client'
import { exampleOf, shapeOf } from '#json-schema'
import { answer } from '../../../answer.ts'
import { UsageError } from '../../../failure.ts'
import { facts, table } from '../../../format/table.ts'
import type { Surroundings } from '../../../surroundings.ts'
import { exampleCall, ocppName, optionsOf } from '../send/kind-command.ts'
import { fieldRows } from './field-rows.ts'

/** `chargewright command kinds [kind]` */
export function addCommandKinds(command: Command, around: Surroundings): void {
  command
    .command('kinds [kind]')
    .summary('List what can be asked of a station, or explain one kind of command')
    .description(
      'Lists what can be asked of a station and which versions of OCPP have it; with a kind, explains that one.',
    )
    .option('--json', 'one JSON document instead of text')
    .addHelpText('after', '\nExamples:\n  chargewright command kinds\n  chargewright command kinds set-variables')
    .action((kind: string | undefined, options: { readonly json?: boolean }) => {
      if (kind === undefined) return answer(around, options.json, { items: commandKinds }, () => listed(around))
      const info = commandKinds.find((each) => each.kind === kind)
      if (info === undefined) throw new UsageError(`there is no command ${kind}; see chargewright command kinds`)
      answer(around, options.json, info, () => explained(info, around))
    })
}

function listed({ out }: Surroundings): string {
  return table(
    out,
    [
      { title: 'KIND', text: ({ kind }) => kind },
      { title: 'TOPIC', text: ({ topic }) => topic },
      { title: 'OCPP', text: ({ versions }) => versions.map((version) => version.replace('ocpp', '')).join(' ') },
      { title: 'MEANING', text: ({ description, title }) => description || title, shrinks: true },
    ],
    commandKinds,
  )
}

function explained(info: CommandKindInfo, { out }: Surroundings): string {
  const { kind, title, topic, description, versions, lacking, request } = info
  const shape = shapeOf(request)
  const rows = shape.kind === 'object' ? fieldRows(shape.fields) : []
  const flags = new Map(optionsOf(info).map(({ path, flag }) => [path.join('.'), flag]))
  const head = facts(out, [
    ['Kind', kind],
    ['Called', title],
    ['Topic', topic],
    ['Meaning', description],
    ['Versions', versions.map(ocppName).join(', ')],
    ...Object.entries(lacking).map(([version, reason]): [string, string] => [`Not ${ocppName(version)}`, reason]),
  ])
  const fields = table(
    out,
    [
      { title: 'FIELD', text: ({ name }) => name },
      { title: 'OPTION', text: ({ name }) => flags.get(name) },
      { title: 'NEEDED', text: ({ needed }) => (needed ? 'yes' : '') },
      { title: 'WHAT', text: ({ what }) => what, shrinks: true },
      { title: 'MEANING', text: ({ meaning }) => meaning, shrinks: true },
    ],
    rows,
  )
  const example = JSON.stringify({ kind, request: exampleOf(shape) })
  const ways = `Example:\n  ${exampleCall(info)}\n  chargewright command send ${kind} CS-1 --request '${JSON.stringify(exampleOf(shape))}'\n`
  return [head, rows.length === 0 ? 'It asks nothing.\n' : fields, ways, `In the API:\n  ${example}\n`].join('\n')
}
