import { useMe } from '../shell/me.ts'

/** Where a station connects: what the installation says of itself, else OCPP's usual port of the same machine. */
export function ocppAddress(stationId: string, ocppUrl: string | undefined, host: string): string {
  const base = ocppUrl ?? `ws://${host}:9000/ocpp`
  return `${base.replace(/\/$/, '')}/${encodeURIComponent(stationId)}`
}

/** The same for whoever is signed in. */
export function useOcppAddress(stationId: string): string {
  return ocppAddress(stationId, useMe().installation.ocppUrl, window.location.hostname)
}

/** The address with TLS, where the installation tells of one. */
export function useOcppTlsAddress(stationId: string): string | undefined {
  const { ocppTlsUrl } = useMe().installation
  return ocppTlsUrl && ocppAddress(stationId, ocppTlsUrl, window.location.hostname)
}
