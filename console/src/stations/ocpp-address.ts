/** Where stations connect unless the installation says otherwise: the same machine, OCPP's own port. */
export const ocppAddress = (stationId: string, host: string = window.location.hostname): string =>
  `ws://${host}:9000/ocpp/${encodeURIComponent(stationId)}`
