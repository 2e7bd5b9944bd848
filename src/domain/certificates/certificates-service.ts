import { createBoxAuthority } from './authority/box-authority.ts'
import type { Certificates } from './certificate.ts'
import { createVehicleCertificates } from './contract/contract-service.ts'
import { deleteInstalled, findInstalled, loadInstalled, replaceInstalled } from './installed-store.ts'
import { type CertificateParts, type CertificatesOptions, RENEW_DAYS, VALID_DAYS } from './options.ts'
import { createRenewal } from './renewal-service.ts'
import { createSigning } from './signing-service.ts'
import { createStanding } from './standing-service.ts'
import { requireStation } from './station-certificate-store.ts'

/** Certificates of stations, by the authority in the box unless another is given. */
export function createCertificates(options: CertificatesOptions): Certificates {
  const { database, clock, settings = {} } = options
  const { csoName, validDays = VALID_DAYS, renewDays = RENEW_DAYS } = settings
  const authority =
    options.authority ?? createBoxAuthority({ ...options, organization: csoName ?? 'Chargewright', validDays })
  const parts: CertificateParts = { ...options, authority, renewDays, now: () => new Date(clock.nowMs()) }
  return {
    ...createSigning(parts),
    ...createStanding(parts),
    ...createRenewal(parts),
    ...createVehicleCertificates({ ...options, ...settings }),
    async listInstalled(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadInstalled(database, stationId)
    },
    installed: (stationId, installedId) => findInstalled(database, stationId, installedId),
    recordInstalled: (stationId, uses, told) =>
      database.transaction((queries) => replaceInstalled(queries, stationId, uses, told, parts.now())),
    forgetInstalled: (stationId, installedId) => deleteInstalled(database, stationId, installedId),
  }
}
