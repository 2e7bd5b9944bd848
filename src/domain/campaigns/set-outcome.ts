import type { CommandResult } from '#domain/commands'
import type { VariableResult } from './campaign.ts'
import type { OrderEnd } from './campaign-step.ts'
import { type CommandFacts, neverSent, readResult } from './never-sent.ts'

/** How setting variables ended. Told again where nobody knows whether it heard: what is set twice is as it was set once. */
export function setOutcome(facts: CommandFacts): OrderEnd | undefined {
  const { command_state: state, command_result } = facts
  if (state === 'queued' || state === 'sent') return undefined
  const unheard = neverSent(facts)
  if (unheard !== undefined) return unheard
  const result = readResult(command_result)
  const results = resultsOf(result?.details)
  const rebootRequired = results.some(({ status }) => status === 'RebootRequired')
  if (state === 'answered') return { result: 'succeeded', rebootRequired, results }
  if (state !== 'refused') return { result: 'unheard', reason: state ?? 'nobody knows what became of it' }
  const refused = results.find(({ status }) => status !== 'Accepted' && status !== 'RebootRequired')
  const status = result?.error?.code ?? refused?.status ?? result?.status ?? 'refused'
  const reason = refused === undefined ? status : `${refused.name}: ${status}`
  return { result: 'failed', reason, rebootRequired, results }
}

function resultsOf(details: CommandResult['details']): VariableResult[] {
  const variables = details?.variables
  return Array.isArray(variables) ? variables.flatMap(readOne) : []
}

function readOne(one: unknown): VariableResult[] {
  if (typeof one !== 'object' || one === null) return []
  const [component, name, instance, status] = ['component', 'name', 'instance', 'status'].map((field) => {
    const value: unknown = Reflect.get(one, field)
    return typeof value === 'string' ? value : undefined
  })
  if (component === undefined || name === undefined || status === undefined) return []
  return [{ component, name, ...(instance !== undefined && { instance }), status }]
}
