import { checkPayload, isAction, rpcErrorOfViolation } from '#ocpp/schemas'
import { describeFindings } from './findings.ts'
import type { ServingSession } from './serving-session.ts'
import type { OutboundCall, Reply } from './session-state.ts'

/** The answer to a call of ours, with what is wrong about a result that does not follow its schema (B-05). */
export function judgeReply(session: ServingSession, { action }: OutboundCall, reply: Reply): Reply {
  const { version } = session.station
  if (reply.kind !== 'result' || !isAction(version, action)) return reply
  const check = checkPayload(version, action, 'response', reply.payload, session.mode)
  if (check.outcome === 'valid') return reply
  if (check.outcome === 'deviant') {
    session.countDeviations(check.deviations.length)
    return reply
  }
  const [violation] = check.violations
  const code = violation === undefined ? 'format' : rpcErrorOfViolation(violation)
  return { ...reply, fault: { code, description: describeFindings(check.violations) } }
}
