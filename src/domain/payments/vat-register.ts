import { type Clock, type Logger, readBounded } from '#kernel'
import type { Company, VatValidator } from './payment.ts'
import { readVat, type VatNumber, vatForm } from './vat-form.ts'

export interface VatRegisterOptions {
  readonly clock: Clock
  readonly logger: Logger
  /** As https://ec.europa.eu/taxation_customs/vies/rest-api. */
  readonly url: string
}

/** A station waits for its answer, and everything else it says waits behind it. */
const PATIENCE_MS = 5_000
const LIMIT_BYTES = 50_000
/** Questions under way at once; the register of the European Union takes no more from one asker either. */
const AT_ONCE = 20
/** Switzerland, Great Britain and Norway keep registers of their own. */
const ELSEWHERE = new Set(['CHE', 'GB', 'NO'])
/** Room in an address (2.1 AddressType), in characters. */
const ROOM = { name: 50, line: 100, postalCode: 20 } as const

/** The last line of an address: a postal code, if there is one, and a city. */
const LAST_LINE = /^(?:((?:[A-Z]{1,3}-)?\d[\d-]*)\s+)?(\p{L}.*)$/u
const DUTCH = /^(?:(\d{4} ?[A-Z]{2})\s+)?(\p{L}.*)$/u

interface Entry {
  readonly isValid: boolean
  readonly company?: Company
}

/**
 * Asks the register of VAT numbers of the European Union (VIES) whose a number is (2.1 C18.FR.09). A number without the form
 * of its country is not asked about; where nobody can say, the form alone decides, and the verdict says so.
 */
export function createVatRegister({ clock, logger, url }: VatRegisterOptions): VatValidator {
  let underWay = 0

  /** What is there; undefined when nothing comes in time. */
  async function fetchText({ country, number }: VatNumber): Promise<string | undefined> {
    const patience = new AbortController()
    const timer = clock.after(PATIENCE_MS, () => patience.abort())
    try {
      const address = `${url.replace(/\/+$/, '')}/ms/${country}/vat/${encodeURIComponent(number)}`
      const response = await fetch(address, { redirect: 'error', signal: patience.signal })
      const body = await readBounded(response, LIMIT_BYTES)
      return response.status === 200 ? body.toString('utf8') : undefined
    } catch {
      return undefined
    } finally {
      timer.cancel()
    }
  }

  async function ask(asked: VatNumber): Promise<Entry | undefined> {
    const text = await fetchText(asked)
    return text === undefined ? undefined : readEntry(text, asked.country)
  }

  return async (vatNumber) => {
    const read = readVat(vatNumber)
    if (read === undefined || ELSEWHERE.has(read.country)) return vatForm(vatNumber)
    const entry = underWay < AT_ONCE ? await counted(() => ask(read)) : undefined
    if (entry !== undefined) return entry
    logger.warn('The register of VAT numbers does not say: the form of a number decides', { country: read.country })
    return { isValid: true, doubt: 'register-away' }
  }

  async function counted<T>(question: () => Promise<T>): Promise<T> {
    underWay += 1
    try {
      return await question()
    } finally {
      underWay -= 1
    }
  }
}

/** Undefined when it is no verdict: a member state that is away is told with status 200 too. */
function readEntry(text: string, country: string): Entry | undefined {
  const { isValid, userError, name, address } = fieldsOf(text)
  if (isValid === false) return userError === 'INVALID' ? { isValid } : undefined
  if (isValid !== true) return undefined
  const company = typeof name === 'string' && typeof address === 'string' && readCompany(name, address, country)
  return company ? { isValid, company } : { isValid }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Some states tell `---`, and others one line: without a city there is no address. */
function readCompany(name: string, address: string, country: string): Company | undefined {
  const lines = address.split('\n').flatMap((line) => line.trim() || [])
  const [address1 = '', address2] = lines.slice(0, -1)
  const [, postalCode, city] = (country === 'NL' ? DUTCH : LAST_LINE).exec(lines.at(-1) ?? '') ?? []
  if (address1 === '' || city === undefined || /^-*$/.test(name.trim())) return undefined
  return {
    name: name.trim().slice(0, ROOM.name),
    address1: address1.slice(0, ROOM.line),
    ...(address2 === undefined ? {} : { address2: address2.slice(0, ROOM.line) }),
    city: city.slice(0, ROOM.line),
    ...(postalCode === undefined ? {} : { postalCode: postalCode.slice(0, ROOM.postalCode) }),
    country,
  }
}
