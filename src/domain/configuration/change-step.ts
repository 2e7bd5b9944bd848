import type { MemberState, VariableResult } from './change.ts'
import { differencesOf, type Generation, placeAt, type Told } from './drift.ts'
import type { KeptValue } from './wanted.ts'

/** Times a station is told before it counts as failed: what is set twice is as it was set once. */
export const MOST_ATTEMPTS = 3

/** What is known of the command a station was given. */
export interface CommandFacts {
  /** Null once the command is forgotten. */
  readonly state: string | null
  readonly result: {
    readonly status?: string
    readonly details?: unknown
    readonly error?: { readonly code: string }
  } | null
  readonly attempts: number
}

export type Outcome =
  | { readonly state: 'ordered' }
  /** Nobody knows whether it heard: it is told again. */
  | { readonly state: 'waiting' }
  | {
      readonly state: 'succeeded' | 'failed'
      readonly reason?: string
      readonly rebootRequired: boolean
      readonly results: readonly VariableResult[]
    }

/** What became of the order of one station. */
export function outcomeOf({ state, result, attempts }: CommandFacts): Outcome {
  if (state === 'queued' || state === 'sent') return { state: 'ordered' }
  const results = resultsOf(result?.details)
  const rebootRequired = results.some(({ status }) => status === 'RebootRequired')
  if (state === 'answered') return { state: 'succeeded', rebootRequired, results }
  if (state === 'refused') {
    const refused = results.find(({ status }) => status !== 'Accepted' && status !== 'RebootRequired')
    const status = result?.error?.code ?? refused?.status ?? result?.status ?? 'refused'
    return {
      state: 'failed',
      reason: refused === undefined ? status : `${refused.name}: ${status}`,
      rebootRequired,
      results,
    }
  }
  if (attempts < MOST_ATTEMPTS) return { state: 'waiting' }
  return { state: 'failed', reason: state ?? 'nobody knows what became of it', rebootRequired, results }
}

function resultsOf(details: unknown): VariableResult[] {
  if (typeof details !== 'object' || details === null || !('variables' in details)) return []
  const { variables } = details
  return Array.isArray(variables) ? variables.flatMap(readResult) : []
}

function readResult(one: unknown): VariableResult[] {
  if (typeof one !== 'object' || one === null) return []
  const [component, name, instance, status] = ['component', 'name', 'instance', 'status'].map((field) => {
    const value: unknown = Reflect.get(one, field)
    return typeof value === 'string' ? value : undefined
  })
  if (component === undefined || name === undefined || status === undefined) return []
  return [{ component, name, ...(instance !== undefined && { instance }), status }]
}

export type Order =
  | { readonly set: readonly KeptValue[] }
  | { readonly state: Extract<MemberState, 'succeeded' | 'skipped'>; readonly reason: string }

/** What a station has to be told: what it can have and is not known to have already. */
export function orderFor(wanted: readonly KeptValue[], told: readonly Told[], generation: Generation): Order {
  const possible = wanted.filter((value) => placeAt(value, generation) !== undefined)
  if (possible.length === 0) return { state: 'skipped', reason: 'it has none of these variables' }
  const set = possible.filter(
    (value) => value.sealed !== undefined || differencesOf([value], told, generation).length > 0,
  )
  return set.length === 0 ? { state: 'succeeded', reason: 'it was so already' } : { set }
}
