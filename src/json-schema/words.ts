const CAPITALS: ReadonlySet<string> = new Set([
  'ac',
  'ascii',
  'crl',
  'csr',
  'dc',
  'der',
  'evse',
  'html',
  'iso',
  'l1',
  'l2',
  'l3',
  'md5',
  'ocpp',
  'ocsp',
  'oem',
  'pem',
  'pin',
  'qr',
  'rfid',
  'sha256',
  'tls',
  'uri',
  'url',
  'utf8',
  'v2g',
  'vpn',
])
const UNITS: Readonly<Record<string, string>> = {
  S: 's',
  Ms: 'ms',
  W: 'W',
  Wh: 'Wh',
  A: 'A',
  V: 'V',
  Hz: 'Hz',
  Percent: '%',
}

/** A name of the API as people write it: `evseId` EVSE id, `when-idle` When idle, `timeoutS` Timeout (s). */
export function inWords(name: string): string {
  // Words of the specification stay as they are spelt there.
  if (/^[A-Z]/.test(name)) return name
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((part) => part !== '')
  const unit = parts.length > 1 ? UNITS[parts.at(-1) ?? ''] : undefined
  const words = (unit === undefined ? parts : parts.slice(0, -1)).map((part) => part.toLowerCase())
  const sentence = words.map((word) => (CAPITALS.has(word) ? word.toUpperCase() : word)).join(' ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${unit === undefined ? '' : ` (${unit})`}`
}
