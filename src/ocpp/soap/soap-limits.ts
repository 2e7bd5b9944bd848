/** What stations that speak SOAP may take of the process. */
export interface SoapLimits {
  /** Longest message, inflated. */
  readonly maxMessageBytes: number
  /** Messages being received, all together. */
  readonly maxBytesUnderWay: number
  /** Requests of one socket without their answer at once; who sends more does not wait for answers, and is hung up on. */
  readonly maxRequestsOfSocket: number
  /** A message has this long to arrive whole. */
  readonly bodyTimeoutMs: number
  /** Stations that count as connected at once. */
  readonly maxSessions: number
  /** Sessions of one station in an hour, and refused messages of one identity from one address. */
  readonly sessionsPerHour: number
  /** Identities that are counted; the one longest unseen is forgotten. */
  readonly maxTrackedIdentities: number
  /** A verdict on credentials holds so long for the messages that show the same. */
  readonly verdictHoldsMs: number
  /** Requests whose sender is being judged at once; more are told to come back. */
  readonly maxPendingVerdicts: number
  /** A verdict has to be found within this. */
  readonly verdictTimeoutMs: number
}

export const defaultSoapLimits: SoapLimits = {
  maxMessageBytes: 1024 * 1024,
  maxBytesUnderWay: 64 * 1024 * 1024,
  maxRequestsOfSocket: 16,
  bodyTimeoutMs: 15_000,
  maxSessions: 200_000,
  sessionsPerHour: 60,
  maxTrackedIdentities: 200_000,
  verdictHoldsMs: 60_000,
  maxPendingVerdicts: 20_000,
  verdictTimeoutMs: 30_000,
}
