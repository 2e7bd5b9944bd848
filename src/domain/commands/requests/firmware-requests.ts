import type { Transfer } from '#domain/files'

/** Bringing stations to another firmware. Moments are ISO 8601. */
export interface FirmwareRequests {
  /** Without moments: at once. Retries left out are the station's own choice. */
  'update-firmware': {
    readonly imageId: string
    readonly retrieveAt?: string
    /** Not known to OCPP 1.6 without the security extension. */
    readonly installAt?: string
    readonly retries?: number
    readonly retryIntervalS?: number
    /** How it is to be fetched from here; absent: as the station has told it can. */
    readonly transfer?: Transfer
  }
  /** A local controller keeps the image for the stations behind it (OCPP 2.x). */
  'publish-firmware': { readonly imageId: string; readonly retries?: number; readonly retryIntervalS?: number }
  'unpublish-firmware': { readonly imageId: string }
}
