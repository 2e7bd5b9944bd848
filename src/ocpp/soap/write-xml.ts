/** XML ready to be sent. */
export type Xml = string

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters XML 1.0 has no way to write (§2.2), lone surrogates among them. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu

/** Text as it may stand between tags or in a quoted attribute; characters that XML does not have are left out. */
export function escapeXml(text: string): Xml {
  return text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (character) => escapes[character] ?? '')
}

export function tag(name: string, content: Xml, attributes: Readonly<Record<string, string | undefined>> = {}): Xml {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(value ?? '')}"`)
    .join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}
