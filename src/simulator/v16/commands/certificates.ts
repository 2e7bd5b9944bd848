import { applyForCertificate, takeCertificate } from '../../certificates/renewal.ts'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { call } from '../messages.ts'
import { tellSignedStatus, tellUploadStatus } from './files.ts'

/** Security whitepaper A02, A03, M03 to M05, and ExtendedTriggerMessage for them. */
export function certificateCommands(body: StationBody, trigger: NonNullable<Commands['TriggerMessage']>) {
  const { trust } = body.certificates
  return {
    CertificateSigned({ certificateChain }) {
      const { accepted, after } = takeCertificate(body, certificateChain, undefined, 'InvalidChargePointCertificate')
      return { response: { status: accepted ? 'Accepted' : 'Rejected' }, after }
    },
    InstallCertificate({ certificateType, certificate }) {
      return { response: { status: trust.install(certificateType, certificate) } }
    },
    DeleteCertificate({ certificateHashData }) {
      return { response: { status: trust.delete(certificateHashData) } }
    },
    GetInstalledCertificateIds({ certificateType }) {
      const found = trust.list([certificateType]).map(({ hashData }) => hashData)
      if (found.length === 0) return { response: { status: 'NotFound' } }
      return { response: { status: 'Accepted', certificateHashData: found } }
    },
    ExtendedTriggerMessage({ requestedMessage, connectorId }) {
      switch (requestedMessage) {
        case 'SignChargePointCertificate': {
          const after = () => applyForCertificate(body, ({ csr }) => call('SignCertificate', { csr }))
          return { response: { status: 'Accepted' }, after }
        }
        case 'FirmwareStatusNotification':
          return { response: { status: 'Accepted' }, after: () => tellSignedStatus(body) }
        case 'LogStatusNotification':
          return { response: { status: 'Accepted' }, after: () => tellUploadStatus(body) }
        default:
          return trigger(connectorId === undefined ? { requestedMessage } : { requestedMessage, connectorId })
      }
    },
  } satisfies Commands
}
