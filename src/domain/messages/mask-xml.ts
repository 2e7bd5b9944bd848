import { MASK, maskAddress, SECRET_NAME, withheld } from './secret-words.ts'

const SUSPICIOUS = new RegExp(`${SECRET_NAME.source}|key-?code`, 'i')
const PIECES = /<[^<>]*>|[^<>]+/g

/**
 * A SOAP message without the secrets in it: the value beside a key that names one (1.6 ChangeConfiguration.req and
 * GetConfiguration.conf), passwords in addresses, and the tickets of our own. One that mentions a secret anywhere else, or in
 * disguise, is withheld.
 */
export function maskXml(message: string): string {
  const plain = undisguised(message)
  if (plain !== message) return SUSPICIOUS.test(plain) || maskAddress(plain) !== plain ? withheld(message) : message
  const masked = maskAddress(message)
  if (!SUSPICIOUS.test(masked)) return masked
  const pieces = masked.match(PIECES) ?? []
  // What stands between the pieces is in none of them.
  if (pieces.join('') !== masked) return withheld(message)
  for (const [at, piece] of pieces.entries()) {
    if (!SUSPICIOUS.test(piece)) continue
    const value = isElement(pieces[at - 1], 'key') ? valueBeside(pieces, at + 1) : undefined
    if (value === undefined) return withheld(message)
    if (!isTag(pieces[value])) pieces[value] = MASK
  }
  return pieces.join('')
}

/** The place of the text of the `value` that follows a key, with or without `readonly` between them. */
function valueBeside(pieces: readonly string[], from: number): number | undefined {
  for (let at = from; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? ''
    if (isElement(piece, 'value')) return at + 1
    const passed = !isTag(piece) || isElement(piece, 'readonly') || piece.startsWith('</')
    if (!passed || isElement(piece, 'key')) return undefined
  }
  return undefined
}

function isTag(piece: string | undefined): boolean {
  return piece?.startsWith('<') === true
}

/** True for the opening tag of an element of this name, whatever its prefix. */
function isElement(piece: string | undefined, name: string): boolean {
  return /^<(?:[\w.-]+:)?([\w.-]+)[\s>]/.exec(piece ?? '')?.[1] === name
}

/** With characters written as numbers read, and what may stand amid a word taken out: comments, and marks of CDATA. */
function undisguised(message: string): string {
  if (!/&#|<!/.test(message)) return message
  const read = message.replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi, (whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
  return withoutComments(read).replaceAll('<![CDATA[', '').replaceAll(']]>', '')
}

function withoutComments(text: string): string {
  let rest = text
  let kept = ''
  for (let from = rest.indexOf('<!--'); from >= 0; from = rest.indexOf('<!--')) {
    const to = rest.indexOf('-->', from)
    kept += rest.slice(0, from)
    if (to < 0) return kept
    rest = rest.slice(to + 3)
  }
  return kept + rest
}
