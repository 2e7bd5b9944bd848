import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'

/** 2.x B09. */
export function networkCommands({ networkProfiles }: StationBody) {
  return {
    SetNetworkProfile({ configurationSlot, connectionData }) {
      const { ocppCsmsUrl, securityProfile, messageTimeout, ocppInterface, identity } = connectionData
      const password = 'basicAuthPassword' in connectionData ? connectionData.basicAuthPassword : undefined
      const isSet = networkProfiles.set(configurationSlot, {
        url: ocppCsmsUrl,
        securityProfile,
        messageTimeoutS: messageTimeout,
        interface: ocppInterface,
        ...(identity === undefined ? {} : { identity }),
        ...(password === undefined ? {} : { password }),
      })
      return { response: { status: isSet ? 'Accepted' : 'Rejected' } }
    },
  } satisfies Commands
}
