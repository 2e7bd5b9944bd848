import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { AppError } from '#kernel'
import type { XmlAttribute, XmlElement } from './xml-element.ts'

/** Deepest nesting read; a message of OCPP has ten levels. */
export const DEPTH_LIMIT = 32
/** Most tags read, closing ones included; a day's readings of a transaction have some ten thousand. */
export const TAG_LIMIT = 50_000
/** Most attributes of one element; those of an envelope declare a handful of namespaces. */
export const ATTRIBUTE_LIMIT = 64

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const ATTRIBUTES = ':@'
const TEXT = '#text'
const CDATA = '#cdata'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are read here: the five of XML and characters by number, and no others can be declared.
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEPTH_LIMIT,
})

/**
 * Reads an XML document into a tree.
 * @throws AppError `invalid` for what is not well-formed, declares a document type, or is too deep or too large
 */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new AppError('invalid', 'a document type is not taken')
  if (countTags(text) > TAG_LIMIT) throw new AppError('invalid', 'the document has too many elements')
  const nodes = read(text)
  const [root, ...others] = nodes.filter((node) => nameOf(node) !== undefined && nameOf(node) !== TEXT)
  if (root === undefined || others.length > 0) throw new AppError('invalid', 'a document has one root element')
  return element(root, { declared: new Map([['xml', XML_NAMESPACE]]), outer: undefined }, 0)
}

function countTags(text: string): number {
  let count = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) count += 1
  return count
}

function read(text: string): readonly object[] {
  try {
    const verdict = XMLValidator.validate(text)
    if (verdict !== true) throw new AppError('invalid', `the XML is not well-formed: ${verdict.err.msg.slice(0, 100)}`)
    return listOf(parser.parse(text))
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const reason = thrown instanceof Error ? thrown.message.slice(0, 100) : 'for an unknown reason'
    throw new AppError('invalid', `the XML cannot be read: ${reason}`)
  }
}

/** What an element declares, and what is in force around it. */
interface Scope {
  readonly declared: ReadonlyMap<string, string>
  readonly outer: Scope | undefined
}

function element(node: object, outer: Scope, depth: number): XmlElement {
  if (depth > DEPTH_LIMIT) throw new AppError('invalid', 'the document is nested too deeply')
  const qualified = nameOf(node) ?? ''
  const written = attributesOf(node)
  if (written.length > ATTRIBUTE_LIMIT) throw new AppError('invalid', 'an element has too many attributes')
  const scope = scopeOf(written, outer)
  const children: XmlElement[] = []
  let text = ''
  for (const child of listOf(inside(node, qualified))) {
    const kind = nameOf(child)
    if (kind === TEXT) text += decode(String(inside(child, TEXT)))
    else if (kind === CDATA)
      text += listOf(inside(child, CDATA))
        .map((part) => String(inside(part, TEXT)))
        .join('')
    else if (kind !== undefined) children.push(element(child, scope, depth + 1))
  }
  const [prefix, name] = split(qualified)
  return {
    name,
    namespace: lookUp(prefix, scope),
    attributes: written.filter(([key]) => !isDeclaration(key)).map(([key, value]) => attribute(key, value, scope)),
    children,
    text: text.trim(),
  }
}

function attribute(qualified: string, value: string, scope: Scope): XmlAttribute {
  const [prefix, name] = split(qualified)
  return { name, namespace: prefix === '' ? '' : lookUp(prefix, scope), value: decode(value) }
}

function lookUp(prefix: string, scope: Scope): string {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const namespace = at.declared.get(prefix)
    if (namespace !== undefined) return namespace
  }
  if (prefix !== '') throw new AppError('invalid', 'a namespace prefix is not declared')
  return ''
}

function isDeclaration(key: string): boolean {
  return key === 'xmlns' || key.startsWith('xmlns:')
}

function scopeOf(written: readonly (readonly [string, string])[], outer: Scope): Scope {
  const declared = written.filter(([key]) => isDeclaration(key))
  if (declared.length === 0) return outer
  const names = declared.map(
    ([key, value]) => [key === 'xmlns' ? '' : key.slice('xmlns:'.length), decode(value)] as const,
  )
  return { declared: new Map(names), outer }
}

function split(qualified: string): readonly [prefix: string, name: string] {
  const colon = qualified.indexOf(':')
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)]
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Every reference is read once; one to nothing stays as it stands. */
function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, word) => {
    if (typeof word === 'string') return named[word] ?? whole
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
  })
}

function listOf(value: unknown): readonly object[] {
  return Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'object' && one !== null) : []
}

function nameOf(node: object): string | undefined {
  return Object.keys(node).find((key) => key !== ATTRIBUTES)
}

function inside(node: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(node, key)?.value
}

function attributesOf(node: object): readonly (readonly [string, string])[] {
  const found = inside(node, ATTRIBUTES)
  if (typeof found !== 'object' || found === null) return []
  return Object.entries(found).map(([key, value]) => [key, String(value)] as const)
}
