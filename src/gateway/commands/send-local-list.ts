import type { VariableRef } from '#domain/commands'
import { changesKind, type ListPlan, withinLimits } from '#domain/local-lists'
import type { OcppVersion } from '#ocpp/rpc'
import { type CommandContext, type CommandFile, type PlannedCall, type Saying, unsupported } from './command-codec.ts'
import { versionCalls } from './get-local-list-version.ts'
import { getVariables } from './get-variables.ts'
import { updateCalls, versionOf } from './list-update.ts'
import { listWording } from './list-wording.ts'

/**
 * SendLocalList: 1.6 §5.15 · 2.x D01. Asks a station that has not told how much it takes, and then for the
 * version, since it may have lost its list or got one from elsewhere: only one that has what it confirmed last is sent
 * what differs.
 */
export const sendLocalList: CommandFile<'send-local-list'> = {
  'ocpp1.6': sending('ocpp1.6'),
  'ocpp2.0.1': sending('ocpp2.0.1'),
  'ocpp2.1': sending('ocpp2.1'),
}

function sending(version: OcppVersion): Saying<'send-local-list'> {
  return ({ update = 'changes' }, context) =>
    context.listPlan === undefined ? unsupported('the list is not known') : listCalls(version, context, update)
}

/** What a station is asked for that has not told how much it takes (F-05). */
const LIMITS: Readonly<Record<OcppVersion, readonly VariableRef[]>> = {
  'ocpp1.6': [{ name: 'SendLocalListMaxLength' }, { name: 'LocalAuthListMaxLength' }],
  'ocpp2.0.1': ['ItemsPerMessage', 'BytesPerMessage'].map((name) => ({ component: 'LocalAuthListCtrlr', name })),
  'ocpp2.1': ['ItemsPerMessage', 'BytesPerMessage'].map((name) => ({ component: 'LocalAuthListCtrlr', name })),
}

/** The calls that bring a list up to date. */
export function listCalls(
  version: OcppVersion,
  context: CommandContext,
  update: 'changes' | 'full',
): readonly PlannedCall[] {
  const { listPlan: plan } = context
  if (plan === undefined) return []
  if (plan.limits.itemsPerMessage !== undefined) return plannedCalls(version, context, plan, update)
  const calls = getVariables[version]({ variables: LIMITS[version] }, { ...context, itemsPerMessage: 2 })
  if ('unsupported' in calls) return plannedCalls(version, context, plan, update)
  return calls.map((call) => ({
    ...call,
    instead: ({ variables = [] }) => plannedCalls(version, context, withinLimits(plan, variables), update),
  }))
}

function plannedCalls(
  version: OcppVersion,
  context: CommandContext,
  plan: ListPlan,
  update: 'changes' | 'full',
): readonly PlannedCall[] {
  const wording = listWording(version, context)
  return versionCalls(version, context).map((call) => ({
    ...call,
    instead(answer) {
      if (!answer.accepted) return undefined
      const has = versionOf(answer)
      const isKnown = plan.version > 0 && has === plan.version && !plan.uncertain
      const isWhole = update === 'full' || !isKnown || changesKind(plan.confirmed, plan.wanted)
      return updateCalls(wording, plan, isWhole, Math.max(has, plan.version))
    },
  }))
}
