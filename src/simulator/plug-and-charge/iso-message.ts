/**
 * The messages between a car and the pool of its contracts. In place of EXI both ends of the simulator write JSON in base64:
 * the station and the CSMS between them may look inside no more than inside the real ones.
 */
export interface InstallationRequest {
  /** The car, by its provisioning certificate. */
  readonly pcid: string
  /** The contract to be renewed; absent: any. */
  readonly emaid?: string
}

export interface InstallationResponse {
  readonly emaid: string
  /** PEM, the contract's own certificate first. */
  readonly chain: string
}

export function writeMessage(message: InstallationRequest | InstallationResponse): string {
  return Buffer.from(JSON.stringify(message)).toString('base64')
}

/** Undefined for what cannot be read. */
export function readRequest(text: string): InstallationRequest | undefined {
  const { pcid, emaid } = fieldsOf(text)
  if (typeof pcid !== 'string') return undefined
  return typeof emaid === 'string' ? { pcid, emaid } : { pcid }
}

/** Undefined for what cannot be read. */
export function readResponse(text: string): InstallationResponse | undefined {
  const { emaid, chain } = fieldsOf(text)
  return typeof emaid === 'string' && typeof chain === 'string' ? { emaid, chain } : undefined
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
  } catch {
    return {}
  }
}
