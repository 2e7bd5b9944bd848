/** A station's own certificate, and the roots it trusts. */
export interface CertificateRequests {
  /** A certificate for the key a station had signed: PEM, its own first, then what leads to the root. */
  'certificate-signed': {
    readonly chain: string
    /** Absent: for everything the station uses one for. */
    readonly use?: 'station' | 'v2g' | 'v2g-20'
    /** As the station numbered its request (2.1). */
    readonly requestNumber?: number
  }
  'install-certificate': { readonly use: RootUse; readonly certificate: string }
  /** One of those the station has told of: only so is it named as the station itself names it (M04.FR.07). */
  'delete-certificate': { readonly installedId: string }
  /** No uses: everything the station keeps. */
  'get-installed-certificates': { readonly uses?: readonly (RootUse | 'v2g-chain')[] }
}

export const ROOT_USES = [
  'platform-root',
  'manufacturer-root',
  'v2g-root',
  'mobility-operator-root',
  'oem-root',
] as const
export type RootUse = (typeof ROOT_USES)[number]
