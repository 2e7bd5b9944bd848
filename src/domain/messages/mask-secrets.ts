import { maskXml } from './mask-xml.ts'
import { MASK, maskAddress, SECRET_NAME, withheld } from './secret-words.ts'

/**
 * A frame without the secrets in it: passwords and keys that are set or reported (1.6 configuration keys, 2.x variables,
 * network profiles), key codes that people type, passwords in addresses and the tickets of our own (A-15: 2.0.1 A01.FR.08,
 * C04.FR.04). A frame that mentions one and cannot be read is withheld.
 */
export function maskSecrets(frame: string): string {
  if (XML.test(frame)) return maskXml(frame)
  // Most frames hold nothing of the kind, and are never read here. `\u` may spell any of the words.
  if (!SUSPICIOUS.test(frame)) return frame
  try {
    return JSON.stringify(mask(JSON.parse(frame), 0))
  } catch {
    return withheld(frame)
  }
}

const SUSPICIOUS = /authorizationkey|password|passwd|secret|key-?code|simpin|"vpn"|:\/\/[^"\s]*@|\/files\/|\\u/i

const XML = /^\s*</
const DEEPEST = 100

function mask(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return MASK
  if (typeof value === 'string') return maskAddress(value)
  if (Array.isArray(value)) return value.map((item) => mask(item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value)
  const hidden = hiddenFields(new Map(fields))
  return Object.fromEntries(
    fields.map(([name, inner]) => {
      if (hidden.has(name)) return [name, inner === null ? null : masked(inner)]
      return [name, mask(inner, depth + 1)]
    }),
  )
}

/** The fields of one object that are secret, by their own name or by what stands beside them. */
function hiddenFields(fields: ReadonlyMap<string, unknown>): Set<string> {
  const hidden = new Set([...fields.keys()].filter((name) => SECRET_NAME.test(name) && !isStructure(fields.get(name))))
  // 1.6 ChangeConfiguration and GetConfiguration; and our own variables.
  if (isSecretName(fields.get('key')) || isSecretName(fields.get('name'))) hidden.add('value')
  // 2.x Get/SetVariables, NotifyReport, NotifyEvent and monitoring, with the value in one of these.
  if (isSecretName(nameOf(fields.get('variable')))) {
    for (const name of ['attributeValue', 'value', 'variableAttribute', 'actualValue']) hidden.add(name)
  }
  if (String(fields.get('type')).toLowerCase() === 'keycode') hidden.add('idToken')
  // The same in our own words, as commands have it (2.0.1 C04.FR.04).
  if (fields.get('tokenKind') === 'key-code') hidden.add('token')
  // 2.x SetNetworkProfile: the key of a VPN stands beside its server.
  if (fields.has('server') && fields.has('key')) hidden.add('key')
  return hidden
}

/** Lists and objects keep their shape, since what is around a value is worth reading. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  if (!isStructure(value)) return MASK
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, inner]) => [
      name,
      name === 'value' || isStructure(inner) ? masked(inner) : inner,
    ]),
  )
}

function nameOf(variable: unknown): unknown {
  return typeof variable === 'object' && variable !== null && 'name' in variable ? variable.name : undefined
}

/** True for the name of a configuration key or variable whose value nobody is to see. */
export function isSecretName(name: unknown): boolean {
  return typeof name === 'string' && SECRET_NAME.test(name)
}

function isStructure(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
