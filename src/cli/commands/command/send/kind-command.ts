import type { Command } from 'commander'
import { type CommandKindInfo, commandKinds } from '#api-client'
import { shapeOf } from '#json-schema'
import { checkRequest, requestIn, withValue } from '../../../request/request.ts'
import { type RequestOption, requestOptions } from '../../../request/request-option.ts'
import type { Surroundings } from '../../../surroundings.ts'
import { exampleOptions } from '../kinds/example-options.ts'
import { type SendOptions, send, sendCommand } from './send-command.ts'
import { type Spelling, spellings } from './spellings.ts'

/** The options of a kind of command, made of the schema of its request. */
export function optionsOf({ kind, request }: CommandKindInfo): readonly RequestOption[] {
  const shape = shapeOf(request)
  return shape.kind === 'object' ? requestOptions(shape.fields, spellings[kind]?.aliases) : []
}

/** How a kind is given on the command line, for instance; `words` where it has another way in. */
export function exampleCall(info: CommandKindInfo, words = `command send ${info.kind}`): string {
  const rest = spellings[info.kind]?.example ?? exampleOptions(info, optionsOf(info))
  return `chargewright ${words} CS-1 ${rest}`.trimEnd()
}

/** The kind of this name. @throws Error for a name that none has */
export function kindNamed(kind: CommandKindInfo['kind']): CommandKindInfo {
  const info = commandKinds.find((each) => each.kind === kind)
  if (info === undefined) throw new Error(`No command is called ${kind}`)
  return info
}

/** `chargewright command send <kind> <station>`; `words` name another way in, as `log request`. */
export function addKindCommand(parent: Command, info: CommandKindInfo, around: Surroundings, words?: string): void {
  const { kind, description, title } = info
  const spelling: Partial<Spelling> = spellings[kind] ?? {}
  const options = optionsOf(info)
  const verb = words?.split(' ').at(-1) ?? kind
  const command = sendCommand(parent, `${verb} <station>`, firstSentence(description) || title).description(description)
  command.option('--request <json>', 'the request as a JSON object; options beside it add to it')
  for (const { option } of options) command.addOption(option)
  spelling.add?.(command)
  const more = [...versionsOf(info), spelling.help, `Example:\n  ${exampleCall(info, words)}`]
  command.addHelpText('after', `\n${more.filter(Boolean).join('\n\n')}`)
  command.action(async () => {
    const [stationId, ...words]: readonly unknown[] = command.processedArgs
    const chosen = command.opts<SendOptions & { readonly request?: string }>()
    const given = options.reduce(
      (fields, { path, option }) => {
        const value = command.getOptionValue(option.attributeName())
        return value === undefined ? fields : withValue(fields, path, value)
      },
      chosen.request === undefined ? {} : requestIn(chosen.request),
    )
    const request = { ...spelling.defaults, ...given, ...spelling.read?.(words, command.opts(), given) }
    checkRequest(shapeOf(info.request), request, options)
    await send(String(stationId), { kind, request }, chosen, around)
  })
}

function firstSentence(text: string): string {
  return text.replace(/\.(\s.*)?$/s, '')
}

function versionsOf({ versions, lacking }: CommandKindInfo): readonly string[] {
  const reasons = [...new Set(Object.values(lacking))]
  return reasons.length === 0 ? [] : [`For ${versions.map(ocppName).join(' and ')}: ${reasons.join('; ')}.`]
}

/** ocpp2.0.1 → OCPP 2.0.1 */
export function ocppName(version: string): string {
  return version.replace('ocpp', 'OCPP ')
}
