import type { JsonObject } from '#ocpp/rpc'
import type { Fields, Shape } from './shape.ts'
import { attributeOf, type XmlElement } from './xml-element.ts'

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * The payload an element stands for. Nothing is judged here: text that is no number where one is wanted stays text, and
 * elements nobody defined are kept, so that the validators find them.
 */
export function readPayload(element: XmlElement, fields: Fields): JsonObject {
  const found = new Map<string, unknown>()
  const lists = new Map<string, unknown[]>()
  for (const child of element.children) {
    if (attributeOf(child, 'nil', SCHEMA_INSTANCE) === 'true') continue
    const shape = fields.get(child.name)
    if (shape?.kind === 'list') {
      const value = readValue(child, shape.of)
      const items = lists.get(child.name) ?? []
      if (value !== undefined) items.push(value)
      lists.set(child.name, items)
    } else if (!found.has(child.name)) {
      const value = shape === undefined ? child.text : readValue(child, shape)
      if (value !== undefined) found.set(child.name, value)
    }
  }
  return Object.fromEntries([...found, ...lists])
}

/** Undefined for an empty element that cannot have been meant as a value. */
function readValue(element: XmlElement, shape: Shape): unknown {
  const { text } = element
  switch (shape.kind) {
    case 'fields':
      return readPayload(element, shape.fields)
    case 'list':
      return [readValue(element, shape.of)]
    case 'attributed':
      return { value: text, ...attributesOf(element, shape.attributes) }
    case 'text':
      return text
    default:
      return text === '' ? undefined : scalar(text, shape.kind)
  }
}

function scalar(text: string, kind: 'word' | 'integer' | 'decimal' | 'boolean'): unknown {
  switch (kind) {
    case 'word':
      return text
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text
    case 'decimal':
      return /^[+-]?\d{1,15}(?:\.\d*)?$/.test(text) ? Number(text) : text
    case 'boolean':
      // xs:boolean has two words for each.
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
  }
}

function attributesOf(element: XmlElement, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = attributeOf(element, name)
      return value === undefined || value === '' ? [] : [[name, value]]
    }),
  )
}
