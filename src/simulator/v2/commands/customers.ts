import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { call } from '../messages.ts'

/** Short, so that what is known of anybody comes in several parts; the specification allows 512. */
const PART_LENGTH = 40

/** 2.x N09 and N10. This station knows people by their tokens alone. */
export function customerCommands(body: StationBody) {
  return {
    CustomerInformation({ requestId, report, clear, idToken, customerCertificate, customerIdentifier }) {
      const named = [idToken, customerCertificate, customerIdentifier].filter((one) => one !== undefined)
      // N09.FR.09.
      if (named.length !== 1) return { response: { status: 'Invalid' } }
      // N09.FR.07, N10.FR.07.
      if (!report && !clear) return { response: { status: 'Rejected' } }
      const after = () => {
        const known = idToken === undefined ? [] : knownOf(body, idToken.idToken)
        if (clear && idToken !== undefined) body.tokenCache.forget(idToken.idToken)
        const told = known.length === 0 ? 'No data was found.' : known.join('\n')
        tell(body, requestId, report ? told : 'The data was cleared.')
      }
      return { response: { status: 'Accepted' }, after }
    },
  } satisfies Commands
}

function knownOf(body: StationBody, token: string): string[] {
  const cached = body.tokenCache.recall(token, body.nowMs())
  const listed = body.localList.recall(token, body.nowMs())
  const running = body.evses.filter((evse) => evse.token?.value === token)
  return [
    ...(cached === undefined ? [] : [`${token} is in the authorization cache as ${cached.status}.`]),
    ...(listed === undefined ? [] : [`${token} is on the local list as ${listed.status}.`]),
    ...running.map(({ id }) => `${token} is charging at EVSE ${id}.`),
  ]
}

/** Numbered from 0, all but the last announcing another. */
function tell(body: StationBody, requestId: number, text: string): void {
  const generatedAt = body.stamp(body.nowMs())
  const parts = Math.ceil(text.length / PART_LENGTH)
  for (let seqNo = 0; seqNo < parts; seqNo += 1) {
    const data = text.slice(seqNo * PART_LENGTH, (seqNo + 1) * PART_LENGTH)
    body.send(call('NotifyCustomerInformation', { requestId, seqNo, tbc: seqNo < parts - 1, generatedAt, data }), true)
  }
}
