/** The versions spoken over SOAP. Both are understood as 1.6: what 1.5 says otherwise is translated on the wire. */
export const SOAP_VERSIONS = ['ocpp1.5', 'ocpp1.6'] as const

export type SoapVersion = (typeof SOAP_VERSIONS)[number]

/** Whose service a message is for: that of the central system or that of the charge point. */
export type Service = 'Cs' | 'Cp'

export const SOAP_NAMESPACE = 'http://www.w3.org/2003/05/soap-envelope'
export const SOAP_11_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/'
export const ADDRESSING_NAMESPACE = 'http://www.w3.org/2005/08/addressing'
export const ANONYMOUS = 'http://www.w3.org/2005/08/addressing/anonymous'

const releases: Readonly<Record<string, SoapVersion | 'ocpp1.2'>> = {
  '2010/08': 'ocpp1.2',
  '2012/06': 'ocpp1.5',
  '2015/10': 'ocpp1.6',
}

const URN = /^urn:\/\/Ocpp\/(Cs|Cp)\/(\d{4}\/\d{2})(\/?)$/i

/** A namespace of OCPP, as it came. */
export interface OcppNamespace {
  readonly uri: string
  readonly version: SoapVersion | 'ocpp1.2'
  readonly service: Service
  /** The table of 1.6-S §8 writes 1.6's without a slash at the end, the WSDL with one: stations do either. */
  readonly slash: boolean
}

/** Undefined for a namespace that is none of OCPP's (1.6-S §8). */
export function readNamespace(uri: string): OcppNamespace | undefined {
  const [, service = '', release = '', slash = ''] = URN.exec(uri) ?? []
  const version = releases[release]
  if (version === undefined) return undefined
  return { uri, version, service: service.toLowerCase() === 'cs' ? 'Cs' : 'Cp', slash: slash === '/' }
}

const releaseOf = { 'ocpp1.5': '2012/06', 'ocpp1.6': '2015/10' } as const satisfies Record<SoapVersion, string>

/** The namespace of a service, with the slash at the end as the peer writes it. */
export function namespaceOf(version: SoapVersion, service: Service, slash = true): string {
  return `urn://Ocpp/${service}/${releaseOf[version]}${slash ? '/' : ''}`
}
