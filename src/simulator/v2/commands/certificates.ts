import { takeCertificate } from '../../certificates/renewal.ts'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'

const uses = [
  ...(['CSMSRootCertificate', 'ManufacturerRootCertificate', 'MORootCertificate', 'V2GRootCertificate'] as const),
]

/** 2.0.1 A02, A03, M03 to M05. */
export function certificateCommands(body: StationBody) {
  const { trust } = body.certificates
  return {
    CertificateSigned({ certificateChain, requestId }) {
      const { accepted, after } = takeCertificate(
        body,
        certificateChain,
        requestId,
        'InvalidChargingStationCertificate',
      )
      return { response: { status: accepted ? 'Accepted' : 'Rejected' }, after }
    },
    InstallCertificate({ certificateType, certificate }) {
      return { response: { status: trust.install(certificateType, certificate) } }
    },
    DeleteCertificate({ certificateHashData }) {
      return { response: { status: trust.delete(certificateHashData) } }
    },
    GetInstalledCertificateIds({ certificateType: asked }) {
      const found = trust.list(uses.filter((use) => asked === undefined || asked.includes(use)))
      if (found.length === 0) return { response: { status: 'NotFound' } }
      const certificateHashDataChain = found.map(({ use, hashData }) => ({
        certificateType: use,
        certificateHashData: hashData,
      }))
      return { response: { status: 'Accepted', certificateHashDataChain } }
    },
  } satisfies Commands
}
