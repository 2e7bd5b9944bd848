import type { OcppVersion } from '#ocpp/rpc'
import { type CommandContext, type CommandFile, type PlannedCall, type Saying, unsupported } from './command-codec.ts'
import { versionCalls } from './get-local-list-version.ts'
import { updateCalls, versionOf } from './list-update.ts'
import { listWording } from './list-wording.ts'

/**
 * SendLocalList: 1.6 §5.15 · 2.x D01. Asks for the version first, since a station may have lost its list or got one from
 * elsewhere: only one that has what it confirmed last is sent what differs.
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

/** The calls that bring a list up to date. */
export function listCalls(
  version: OcppVersion,
  context: CommandContext,
  update: 'changes' | 'full',
): readonly PlannedCall[] {
  const { listPlan: plan } = context
  if (plan === undefined) return []
  const wording = listWording(version, context)
  return versionCalls(version, context).map((call) => ({
    ...call,
    instead(answer) {
      if (!answer.accepted) return undefined
      const has = versionOf(answer)
      const isKnown = plan.version > 0 && has === plan.version && !plan.uncertain
      return updateCalls(wording, plan, update === 'full' || !isKnown, Math.max(has, plan.version))
    },
  }))
}
