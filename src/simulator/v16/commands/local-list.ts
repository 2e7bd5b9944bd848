import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { readIdTagInfo } from '../messages.ts'

/** 1.6 §5.10 and §5.15. */
export function localListCommands({ settings, localList }: StationBody) {
  return {
    // −1: this station does without such lists (§5.10).
    GetLocalListVersion: () => ({ response: { listVersion: settings.localList ? localList.version : -1 } }),
    SendLocalList({ listVersion, updateType, localAuthorizationList = [] }) {
      if (!settings.localList) return { response: { status: 'NotSupported' } }
      const entries = localAuthorizationList.map(({ idTag, idTagInfo }) => ({
        token: idTag,
        verdict: idTagInfo === undefined ? undefined : readIdTagInfo(idTagInfo),
      }))
      return { response: { status: localList.apply({ version: listVersion, full: updateType === 'Full', entries }) } }
    },
  } satisfies Commands
}
