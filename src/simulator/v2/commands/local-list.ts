import type { StationBody } from '../../station/body.ts'
import { LIST_BYTES, LIST_ITEMS } from '../../station/local-list.ts'
import type { Commands } from '../answers.ts'
import { readIdTokenInfo } from '../messages.ts'

/** 2.x D01 and D02. */
export function localListCommands({ settings, localList }: StationBody) {
  return {
    // D02.FR.03.
    GetLocalListVersion: () => ({ response: { versionNumber: settings.localList ? localList.version : 0 } }),
    SendLocalList(request) {
      const { versionNumber, updateType, localAuthorizationList = [] } = request
      // D01.FR.11.
      const isTooMuch = localAuthorizationList.length > LIST_ITEMS || JSON.stringify(request).length > LIST_BYTES
      if (isTooMuch) return { refused: 'occurrence-constraint', description: 'Too much for one message' }
      if (!settings.localList) return { response: { status: 'Failed' } }
      const entries = localAuthorizationList.map(({ idToken, idTokenInfo }) => ({
        token: idToken.idToken,
        verdict: idTokenInfo === undefined ? undefined : readIdTokenInfo(idTokenInfo),
      }))
      return { response: { status: localList.apply({ version: versionNumber, full: updateType === 'Full', entries }) } }
    },
  } satisfies Commands
}
