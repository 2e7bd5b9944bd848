import { type Check, checkMessage, checkPayload, isAction, type Mode, rpcErrorOfViolation } from '#ocpp/schemas'
import type { StationFacts } from '../actions/action.ts'
import { describeQuirks, mend } from '../quirks/quirks.ts'
import { describeFindings } from './findings.ts'
import type { ServingSession } from './serving-session.ts'
import type { OutboundCall, Reply } from './session-state.ts'

/** A reply as it is to be read, and what is to be said of it in the log. */
export interface JudgedReply {
  readonly reply: Reply
  readonly note?: string
}

/** The answer to a call of ours, with what is wrong about a result that does not follow its schema (B-05). */
export function judgeReply(session: ServingSession, { action }: OutboundCall, came: Reply): JudgedReply {
  if (came.kind !== 'result') return { reply: came }
  const { mode, quirks } = session
  const mended = mode === 'strict' ? undefined : mend(quirks, 'replies', action, came.payload)
  if (mended !== undefined) session.countDeviations(mended.by.length)
  const reply = mended === undefined ? came : { ...came, payload: mended.payload }
  const quirk = mended === undefined ? undefined : describeQuirks(mended.by)
  const check = judge(session.station, action, reply.payload, mode)
  if (check === undefined || check.outcome === 'valid') return quirk === undefined ? { reply } : { reply, note: quirk }
  const findings = describeFindings(check.outcome === 'deviant' ? check.deviations : check.violations)
  const note = quirk === undefined ? findings : `${quirk}; ${findings}`
  if (check.outcome === 'deviant') {
    session.countDeviations(check.deviations.length)
    return { reply, note }
  }
  const [violation] = check.violations
  const code = violation === undefined ? 'format' : rpcErrorOfViolation(violation)
  return { reply: { ...reply, fault: { code, description: findings } }, note }
}

/** Undefined for an action nobody has a schema of. */
function judge({ version, derived }: StationFacts, action: string, payload: object, mode: Mode): Check | undefined {
  const schema = derived?.replies?.[action]
  if (schema !== undefined) return checkMessage(schema, payload, mode)
  return isAction(version, action) ? checkPayload(version, action, 'response', payload, mode) : undefined
}
