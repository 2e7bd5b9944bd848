/** Why a connection is closed, RFC 6455 §7.4.1. */
export const closeCodes = {
  /** A newer connection of the station has come, or it does what it must not. */
  policyViolation: 1008,
  /** Nothing is wrong with the station: it shall come back and send again what was not answered. */
  tryAgainLater: 1013,
} as const
