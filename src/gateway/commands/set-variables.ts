import type { CommandRequests } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { writeAuthorizationKey } from './authorization-key.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { messagePieces, TOO_LONG } from './message-pieces.ts'
import {
  CONFIGURATION,
  isSecretVariable,
  isStationPassword,
  keysFor,
  NO_COMPONENT,
  readVariable,
  withComponents,
  writeVariable,
} from './variable-codec.ts'

const accepted: ReadonlySet<string> = new Set(['Accepted', 'RebootRequired'])

type Setting = ReturnType<typeof writeVariable> & { readonly attributeValue: string }

type Attribute = Pick<
  v201.SetVariableResultType | v21.SetVariableResultType,
  'component' | 'variable' | 'attributeType'
>

/** What tells attributes apart; names do not care for case. */
function keyOf({ component, variable, attributeType = 'Actual' }: Attribute): string {
  const { name, instance, evse } = component
  const key = [name, instance, evse?.id, evse?.connectorId, variable.name, variable.instance, attributeType]
  return JSON.stringify(key).toLowerCase()
}

/** The same attribute twice goes into two calls, one after the other (2.0.1 B05.FR.13). */
function rounds(settings: readonly Setting[]): readonly (readonly Setting[])[] {
  const seen = new Map<string, number>()
  const result: Setting[][] = []
  for (const setting of settings) {
    const key = keyOf(setting)
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    result[round] = [...(result[round] ?? []), setting]
  }
  return result
}

const generation2 = {
  write: ({ variables }: CommandRequests['set-variables'], context: CommandContext) => {
    const refs = withComponents([...variables, ...(context.networkSwitches ?? [])])
    if (refs === undefined) return unsupported(NO_COMPONENT)
    const settings = refs.map((ref) => ({ ...writeVariable(ref), attributeValue: ref.value }))
    const cut = rounds(settings).map((round) => messagePieces(round, context))
    if (cut.some((pieces) => pieces === undefined)) return unsupported(TOO_LONG)
    return cut.flatMap((pieces = []) => pieces).map((setVariableData) => ({ setVariableData }))
  },
  read: (
    { setVariableResult }: v201.SetVariablesResponse | v21.SetVariablesResponse,
    _: CommandContext,
    { setVariableData }: v201.SetVariablesRequest | v21.SetVariablesRequest,
  ): CommandAnswer => {
    const values = new Map(setVariableData.map((data) => [keyOf(data), data.attributeValue]))
    const results = setVariableResult.map((result) => ({
      ...readVariable(result.component, result.variable, result.attributeType, undefined),
      status: result.attributeStatus,
    }))
    const refused = results.find(({ status }) => !accepted.has(status))
    const status = (refused ?? results.find((result) => result.status !== 'Accepted'))?.status ?? 'Accepted'
    const variables = setVariableResult.flatMap((result) => {
      const { component, variable, attributeType, attributeStatus } = result
      if (attributeStatus !== 'Accepted' || isSecretVariable(variable.name)) return []
      return [readVariable(component, variable, attributeType, values.get(keyOf(result)))]
    })
    return { status, accepted: refused === undefined, details: { variables: results }, variables }
  },
}

function keySetting(key: string, value: string): { key: string; value: string } | undefined {
  const written = isStationPassword({ name: key }) ? writeAuthorizationKey(value) : value
  return written === undefined ? undefined : { key, value: written }
}

/** ChangeConfiguration: 1.6 §5.3, one call for each key · SetVariables: 2.x B05. */
export const setVariables: CommandFile<'set-variables'> = {
  'ocpp1.6': say('ocpp1.6', 'ChangeConfiguration', {
    write: ({ variables }) => {
      const keys = keysFor(variables)
      if (keys === undefined) return unsupported('OCPP 1.6 has no configuration key for one of the variables')
      const settings = variables.map(({ name, value }, at) => keySetting(keys[at] ?? name, value))
      if (settings.includes(undefined)) return unsupported('a key of OCPP 1.6 has 16 to 20 bytes')
      return settings.filter((setting) => setting !== undefined)
    },
    read: ({ status }, _, { key, value }) => {
      const variable = { component: CONFIGURATION, name: key, attribute: 'Actual' as const }
      const stored = status === 'Accepted' && !isSecretVariable(key)
      return {
        status,
        accepted: accepted.has(status),
        details: { variables: [{ ...variable, status }] },
        ...(stored ? { variables: [{ ...variable, value }] } : {}),
      }
    },
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetVariables', generation2),
  'ocpp2.1': say('ocpp2.1', 'SetVariables', generation2),
}
