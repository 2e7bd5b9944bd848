/** Who may be asked about revocation: `ocsp.example.org`, `ocsp.example.org:8080`, or `*.example.org` for all below it. */
export type ResponderList = readonly string[]

/**
 * The address, if it may be asked: stations and vehicles name addresses as they like, and nothing inside our network is
 * to be reached that way (F-09). Undefined for whatever is not on the list.
 */
export function allowedUrl(text: string, responders: ResponderList): URL | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  return responders.some((entry) => covers(entry.toLowerCase(), url)) ? url : undefined
}

function covers(entry: string, { host, hostname, port }: URL): boolean {
  // A name without a port stands for the usual one of its scheme, which an address leaves out.
  if (entry.startsWith('*.')) return port === '' && hostname.endsWith(entry.slice(1)) && hostname !== entry.slice(2)
  return entry === (port === '' ? hostname : host)
}
