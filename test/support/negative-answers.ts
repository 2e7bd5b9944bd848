import type { OcppVersion } from '#ocpp/rpc'
import type { Direction, Rule } from '#ocpp/schemas'
import type { NegativePayload } from './negative-payloads.ts'

/** The error that tells of a broken rule, as 2.0.1 spells it (part 4 §4.3). */
const codes: Readonly<Record<Rule, string>> = {
  required: 'OccurenceConstraintViolation',
  minItems: 'OccurenceConstraintViolation',
  maxItems: 'OccurenceConstraintViolation',
  type: 'TypeConstraintViolation',
  null: 'TypeConstraintViolation',
  enum: 'PropertyConstraintViolation',
  format: 'PropertyConstraintViolation',
  maxLength: 'PropertyConstraintViolation',
  minimum: 'PropertyConstraintViolation',
  maximum: 'PropertyConstraintViolation',
  multipleOf: 'PropertyConstraintViolation',
  additionalProperties: 'FormatViolation',
}

/** The code a CALLERROR of this version has to bear for a broken rule. */
export function codeFor(version: OcppVersion, rule: Rule): string {
  const code = codes[rule]
  if (version === 'ocpp1.6') return code.replace('FormatViolation', 'FormationViolation')
  return version === 'ocpp2.1' ? code.replace('Occurence', 'Occurrence') : code
}

/** Elements of these are left out when they cannot be read. */
const readings = /\/(?:meterValue|sampledValue|transactionData|eventData|reportData|configurationKey)\/\d/

/** Whatever of these can be made out is kept. */
const transactional = new Set(['MeterValues', 'StartTransaction', 'StopTransaction', 'TransactionEvent'])
/** These wait for a database that is away as those do, and say nothing without what they have to say. */
const ofMoney = new Set(['BatterySwap', 'NotifySettlement'])

/** Messages on which energy or money hangs are read leniently also where an operator wants the letter (D-10). */
export function isAlwaysLenient(action: string): boolean {
  return transactional.has(action) || ofMoney.has(action)
}

/** Without these a message about a transaction is about nothing. */
const indispensable = new Set(['/transactionInfo', '/transactionInfo/transactionId'])

/** True when a lenient reader has to get along with what is wrong. */
export function isTolerated(version: OcppVersion, action: string, direction: Direction, wrong: NegativePayload) {
  const { readable, rule, path, what } = wrong
  if (readable || readings.test(path)) return true
  if (direction === 'response') return false
  const place = rule === 'required' ? `${path}/${what.split(' ')[0]}` : path
  if (transactional.has(action)) return !indispensable.has(place)
  return version === 'ocpp1.6' && action === 'StatusNotification' && place === '/errorCode'
}
