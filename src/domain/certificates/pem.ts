const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----/g

/** The blocks of this kind in a PEM text, each as DER; empty when there is none. */
export function readPem(text: string, kind: 'CERTIFICATE' | 'CERTIFICATE REQUEST'): Buffer[] {
  return [...text.matchAll(BLOCK)]
    .filter(([, label = '']) => label === kind || label === `NEW ${kind}`)
    .map(([block]) => Buffer.from(block.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

/** One block, with a line end at its end. */
export function writePem(kind: 'CERTIFICATE' | 'PRIVATE KEY', der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')
  return `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`
}
