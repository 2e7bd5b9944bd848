import type { InstalledUse } from '#domain/certificates'
import type { RootUse } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'

/** Words of 1.6 for what a root is for: security whitepaper §6.4. */
export const uses16 = {
  'platform-root': 'CentralSystemRootCertificate',
  'manufacturer-root': 'ManufacturerRootCertificate',
} as const satisfies Partial<Record<RootUse, v16.CertificateUseEnumType>>

/** 2.0.1 has no root of vehicle makers. */
export const uses201 = {
  'platform-root': 'CSMSRootCertificate',
  'manufacturer-root': 'ManufacturerRootCertificate',
  'v2g-root': 'V2GRootCertificate',
  'mobility-operator-root': 'MORootCertificate',
} as const satisfies Partial<Record<RootUse, v201.InstallCertificateUseEnumType>>

export const uses21 = {
  ...uses201,
  'oem-root': 'OEMRootCertificate',
} as const satisfies Record<RootUse, v21.InstallCertificateUseEnumType>

/** The word of a version for a use; undefined when it has none. */
export function useWord<Word>(table: { readonly [U in InstalledUse]?: Word }, use: InstalledUse): Word | undefined {
  return table[use]
}

/** What a station's word means; undefined for one we do not know. */
export function readUse(table: { readonly [U in InstalledUse]?: string }, word: string): InstalledUse | undefined {
  return INSTALLED.find((use) => table[use] === word)
}

const INSTALLED: readonly InstalledUse[] = [
  ...(['platform-root', 'manufacturer-root', 'v2g-root', 'mobility-operator-root', 'oem-root', 'v2g-chain'] as const),
]
