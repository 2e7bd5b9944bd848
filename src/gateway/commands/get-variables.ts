import type { CommandRequests } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { messagePieces, TOO_LONG } from './message-pieces.ts'
import {
  CONFIGURATION,
  keysFor,
  NO_COMPONENT,
  pieces,
  readVariable,
  withComponents,
  writeVariable,
} from './variable-codec.ts'

const generation2 = {
  write: ({ variables = [] }: CommandRequests['get-variables'], context: CommandContext) => {
    if (variables.length === 0) return unsupported('name the variables, or get a report of all there are')
    const refs = withComponents(variables)
    if (refs === undefined) return unsupported(NO_COMPONENT)
    const pieces = messagePieces(refs.map(writeVariable), context)
    return pieces?.map((getVariableData) => ({ getVariableData })) ?? unsupported(TOO_LONG)
  },
  read: ({ getVariableResult }: v201.GetVariablesResponse | v21.GetVariablesResponse): CommandAnswer => {
    const results = getVariableResult.map(
      ({ component, variable, attributeType, attributeStatus, attributeValue }) => ({
        ...readVariable(component, variable, attributeType, attributeValue),
        status: attributeStatus,
      }),
    )
    const refused = results.find(({ status }) => status !== 'Accepted')
    return {
      status: refused?.status ?? 'Accepted',
      accepted: refused === undefined,
      details: { variables: results },
      variables: results.flatMap(({ status, ...variable }) => (status === 'Accepted' ? [variable] : [])),
    }
  },
}

function readConfiguration({ configurationKey = [], unknownKey = [] }: v16.GetConfigurationResponse): CommandAnswer {
  const variables = configurationKey.map(({ key, readonly, value }) =>
    defined({
      component: CONFIGURATION,
      name: key,
      attribute: 'Actual' as const,
      value,
      mutability: readonly ? ('ReadOnly' as const) : ('ReadWrite' as const),
    }),
  )
  return {
    status: unknownKey.length === 0 ? 'Accepted' : 'UnknownKey',
    accepted: variables.length > 0 || unknownKey.length === 0,
    details: { variables, ...(unknownKey.length === 0 ? {} : { unknown: unknownKey }) },
    variables,
  }
}

/** GetConfiguration: 1.6 §5.8, all keys when none are named · GetVariables: 2.x B06. */
export const getVariables: CommandFile<'get-variables'> = {
  'ocpp1.6': say('ocpp1.6', 'GetConfiguration', {
    write: ({ variables = [] }, { itemsPerMessage }) => {
      if (variables.length === 0) return [{}]
      const keys = keysFor(variables)
      if (keys === undefined) return unsupported('OCPP 1.6 has no configuration key for one of the variables')
      return pieces(keys, itemsPerMessage).map((key) => ({ key }))
    },
    read: readConfiguration,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetVariables', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetVariables', generation2),
}
