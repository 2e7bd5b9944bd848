import { checkPayload, type PayloadOf } from '#ocpp/schemas'
import type { ContractWallet } from '../../plug-and-charge/contract-wallet.ts'
import type { StationBody } from '../../station/body.ts'
import type { Message } from '../../station/dialect.ts'
import type { CallOutcome } from '../../wire/outbox.ts'
import { call, call21 } from '../messages.ts'
import { ask } from './ask.ts'

const SCHEMA_2 = 'urn:iso:15118:2:2013:MsgDef'
const SCHEMA_20 = 'urn:iso:std:iso:15118:-20:CommonMessages'
/** A car waits no longer (ISO 15118-2, remark of M01). */
const PATIENCE_MS = 5_000

/**
 * A car without a contract that holds asks for one, or for a newer one, and the station passes it on and back (2.x M01, M02).
 * A car of ISO 15118-20 asks until it has all (2.1 M01.FR.03 to 06), and makes no difference between new and newer (M02.FR.02).
 */
export async function installContracts(body: StationBody, wallet: ContractWallet, is20: boolean): Promise<void> {
  const wish = wallet.wish(body.nowMs())
  if (wish === undefined) return
  const action = is20 ? 'Install' : wish
  const exiRequest = wallet.ask(action, body.nowMs())
  const message = is20
    ? call21('Get15118EVCertificate', {
        ...{ iso15118SchemaVersion: SCHEMA_20, action, exiRequest },
        maximumContractCertificateChains: wallet.room,
        ...(wallet.prioritized.length === 0 ? {} : { prioritizedEMAIDs: wallet.prioritized.slice(0, 8) }),
      })
    : call('Get15118EVCertificate', { iso15118SchemaVersion: SCHEMA_2, action, exiRequest })
  // No more often than the car has room, whatever is said to remain.
  for (let taken = 0; taken < wallet.room; taken += 1) {
    const answer = readAnswer(await inTime(body, message))
    if (answer?.status !== 'Accepted') {
      wallet.fail()
      return
    }
    const { remainingContracts } = answer
    const hasMore = is20 && remainingContracts !== undefined && remainingContracts > 0
    if (!wallet.take(answer.exiResponse, is20 ? remainingContracts : undefined) || !hasMore) return
  }
}

/** Undefined: too late for the car, which has heard that it failed. */
function inTime(body: StationBody, message: Message): Promise<CallOutcome | undefined> {
  const { promise, resolve } = Promise.withResolvers<CallOutcome | undefined>()
  const timer = body.after(PATIENCE_MS, () => resolve(undefined))
  void ask(body, message).then(resolve)
  return promise.finally(() => timer.cancel())
}

function readAnswer(
  outcome: CallOutcome | undefined,
): PayloadOf<'ocpp2.1', 'Get15118EVCertificate', 'response'> | undefined {
  if (outcome?.type !== 'result') return undefined
  const check = checkPayload('ocpp2.1', 'Get15118EVCertificate', 'response', outcome.payload)
  return check.outcome === 'invalid' ? undefined : check.payload
}
