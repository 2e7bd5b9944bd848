import type { AccessPoint, NetworkProfile } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

function writeApn({ userName, simPin, authentication, ...rest }: AccessPoint) {
  return {
    ...rest,
    apnAuthentication: authentication,
    ...defined({ apnUserName: userName, simPin: simPin === undefined ? undefined : Number(simPin) }),
  }
}

/** What both versions have of a profile. */
function writeShared({ url, messageTimeoutS, securityProfile, apn, vpn }: NetworkProfile) {
  return {
    ocppCsmsUrl: url,
    ocppTransport: 'JSON' as const,
    messageTimeout: messageTimeoutS,
    securityProfile,
    ...defined({ apn: apn === undefined ? undefined : writeApn(apn), vpn }),
  }
}

function unsayable({ apn }: NetworkProfile): Unsupported | undefined {
  if (apn?.simPin === undefined || /^\d{1,8}$/.test(apn.simPin)) return undefined
  return unsupported('the PIN of a SIM is made of digits')
}

/** SetNetworkProfile: 2.x B09. It takes effect when its slot comes first in NetworkConfigurationPriority (B10). */
export const setNetworkProfile: CommandFile<'set-network-profile'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no network profiles'),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetNetworkProfile', {
    write: (profile) => {
      const { slot, interface: wanted, identity, basicAuthPassword } = profile
      if (wanted === 'Any') return unsupported('OCPP 2.0.1 wants one interface')
      if (identity !== undefined || basicAuthPassword !== undefined) {
        return unsupported('OCPP 2.0.1 sets identity and password by set-variables')
      }
      const connectionData = { ...writeShared(profile), ocppInterface: wanted, ocppVersion: 'OCPP20' as const }
      return unsayable(profile) ?? [{ configurationSlot: slot, connectionData }]
    },
    read: readStatus,
  }),
  'ocpp2.1': say('ocpp2.1', 'SetNetworkProfile', {
    write: (profile) => {
      const { slot, interface: ocppInterface, identity, basicAuthPassword } = profile
      const own = defined({ identity, basicAuthPassword })
      const connectionData = { ...writeShared(profile), ocppInterface, ...own }
      return unsayable(profile) ?? [{ configurationSlot: slot, connectionData }]
    },
    read: readStatus,
  }),
}
