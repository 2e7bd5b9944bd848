import { type TSchema, Type } from 'typebox'
import { NETWORK_INTERFACES, type ProvisioningRequests, REPORT_CRITERIA } from '#domain/commands'
import { text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'
import { connectorId, evseId } from './operation-requests.ts'

const reportTarget = exactly({
  component: text(50),
  componentInstance: Type.Optional(text(50)),
  evseId: Type.Optional(evseId()),
  connectorId: Type.Optional(connectorId()),
  name: Type.Optional(text(50, 'Absent: all variables of the component')),
  instance: Type.Optional(text(50)),
})

const accessPoint = exactly({
  apn: text(2000),
  authentication: oneOf(['CHAP', 'NONE', 'PAP', 'AUTO']),
  userName: Type.Optional(text(50)),
  apnPassword: Type.Optional(text(64)),
  simPin: Type.Optional(text(8, 'Digits')),
  preferredNetwork: Type.Optional(text(6)),
  useOnlyPreferredNetwork: Type.Optional(Type.Boolean()),
})

const privateNetwork = exactly({
  server: text(2000),
  user: text(50),
  group: Type.Optional(text(50)),
  password: text(64),
  key: text(255),
  type: oneOf(['IKEv2', 'IPSec', 'L2TP', 'PPTP']),
})

/** Looking at a station's device model, and telling it where to connect. */
export const provisioningRequests = {
  'get-custom-report': exactly(
    {
      criteria: Type.Optional(Type.Array(oneOf(REPORT_CRITERIA), { maxItems: REPORT_CRITERIA.length })),
      targets: Type.Optional(Type.Array(reportTarget, { maxItems: 200 })),
    },
    about(
      'Configuration',
      'Get custom report',
      'Has the station report a part of its configuration; it arrives among its variables.',
    ),
  ),
  'set-network-profile': exactly(
    {
      slot: wholeNumber(0, 1_000_000),
      url: text(2000),
      securityProfile: wholeNumber(0, 3),
      messageTimeoutS: wholeNumber(1, 86_400),
      interface: oneOf(NETWORK_INTERFACES),
      identity: Type.Optional(text(48)),
      basicAuthPassword: Type.Optional(text(64)),
      apn: Type.Optional(accessPoint),
      vpn: Type.Optional(privateNetwork),
    },
    about(
      'Configuration',
      'Set network profile',
      'Stores where and how the station connects, in one of its slots. It takes effect when the station uses that slot.',
    ),
  ),
} satisfies Record<keyof ProvisioningRequests, TSchema>
