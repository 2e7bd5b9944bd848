/** Stands in a log line where a secret was. */
export const REDACTED = '[redacted]'

const DEPTH_LIMIT = 6
const ITEM_LIMIT = 50

/** Names whose value is a secret wherever they stand; compared without case, `-` and `_`. */
const SECRET_NAMES = new Set([
  'password',
  'passwordhash',
  'basicauthpassword',
  'authorization',
  'authorizationkey',
  'cookie',
  'setcookie',
  'secret',
  'secretkey',
  'apikey',
  'accesstoken',
  'refreshtoken',
  'sessiontoken',
  'signintoken',
  'keycode',
  'privatekey',
  'pin',
])

/**
 * The same fields fit for a log: no secret by its name, no secret inside a configuration message, no key code, no
 * credentials in a URL or an Authorization header; errors as plain data; bounded in depth and breadth.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value
  if (depth >= DEPTH_LIMIT) return '[deeper]'
  if (value instanceof Date) return value
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return value.slice(0, ITEM_LIMIT).map((item) => redact(item, depth + 1))
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  const hidden = secretMembers(value)
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEM_LIMIT)
      .map(([name, member]) => [
        name,
        isSecretName(name) || hidden.includes(name) ? REDACTED : redact(member, depth + 1),
      ]),
  )
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const own: Record<string, unknown> = { ...error }
  return {
    ...Object.fromEntries(Object.entries(own).map(([key, member]) => [key, redact(member, depth + 1)])),
    name,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  }
}

/** Members that are secret because of what stands beside them, as OCPP puts it. */
function secretMembers(value: object): string[] {
  const key = textAt(value, 'key') ?? textAt(memberOf(value, 'variable'), 'name')
  const members: string[] = []
  // ChangeConfiguration and GetConfiguration in 1.6, SetVariables and GetVariables in 2.x.
  if (key !== undefined && isSecretName(key)) members.push('value', 'attributeValue')
  // An IdToken of type KeyCode is what a person types in: a password.
  if (textAt(value, 'type') === 'KeyCode') members.push('idToken')
  return members
}

function isSecretName(name: string): boolean {
  return SECRET_NAMES.has(name.toLowerCase().replace(/[-_]/g, ''))
}

/** `Basic …` and `Bearer …` anywhere in a text, and the password of a URL. */
function redactText(text: string): string {
  return text
    .replace(/\b(Basic|Bearer)\s+[\w+/=.~-]{6,}/gi, `$1 ${REDACTED}`)
    .replace(/(:\/\/[^\s:/@]*):[^\s/@]+@/g, `$1:${REDACTED}@`)
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textAt(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : undefined
}
