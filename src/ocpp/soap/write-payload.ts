import type { Fields, Shape } from './shape.ts'
import { escapeXml, tag, type Xml } from './write-xml.ts'

/** The elements of a payload in the order of their sequence, each name with `prefix`. What has no place is left out. */
export function writePayload(payload: object, fields: Fields, prefix: string): Xml {
  const values = new Map(Object.entries(payload))
  let written = ''
  for (const [name, shape] of fields) written += writeField(`${prefix}${name}`, values.get(name), shape, prefix)
  return written
}

function writeField(name: string, value: unknown, shape: Shape, prefix: string): Xml {
  if (value === undefined || value === null) return ''
  switch (shape.kind) {
    case 'list': {
      const items: readonly unknown[] = Array.isArray(value) ? value : []
      return items.map((item) => writeField(name, item, shape.of, prefix)).join('')
    }
    case 'fields':
      return typeof value === 'object' ? tag(name, writePayload(value, shape.fields, prefix)) : ''
    case 'attributed':
      return typeof value === 'object' ? attributed(name, value, shape.attributes) : ''
    default:
      return tag(name, escapeXml(String(value)))
  }
}

function attributed(name: string, value: object, names: readonly string[]): Xml {
  const parts = new Map<string, unknown>(Object.entries(value))
  const shown = (one: string) => (parts.get(one) === undefined ? undefined : String(parts.get(one)))
  return tag(name, escapeXml(shown('value') ?? ''), Object.fromEntries(names.map((one) => [one, shown(one)])))
}
