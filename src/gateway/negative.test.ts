import { describe, expect, test } from 'vitest'
import { OCPP_VERSIONS, type OcppVersion, wireErrorCodes } from '#ocpp/rpc'
import {
  checkPayload,
  type Deviation,
  type Direction,
  isAction,
  isValidPayload,
  type Mode,
  type Rule,
  rpcErrorOfViolation,
  schemasOf,
  type Violation,
} from '#ocpp/schemas'
import * as v16 from '#ocpp/v16'
import * as v21 from '#ocpp/v21'
import * as v201 from '#ocpp/v201'
import { codeFor, isAlwaysLenient, isTolerated } from '#test/negative-answers'
import { fullPayload, messageSchema, type NegativePayload, negativePayloads } from '#test/negative-payloads'
import type { StationCall } from './actions/action.ts'
import { routeOf } from './actions/routes.ts'

const actions: Readonly<Record<OcppVersion, { fromStation: readonly string[]; fromCsms: readonly string[] }>> = {
  'ocpp1.6': v16,
  'ocpp2.0.1': v201,
  'ocpp2.1': v21,
}

interface Outcome {
  /** The error it is answered with; undefined when it was taken. */
  readonly code: string | undefined
  /** The rules it was seen to break. */
  readonly rules: readonly Rule[]
}

function callOf(version: OcppVersion): StationCall {
  return {
    station: { stationId: 'CS-1', partyId: 'default', version, securityProfile: 1, certificateExpired: false },
    receivedAt: new Date('2026-03-01T12:00:00Z'),
  }
}

/** What a request comes to, by the way it goes into the domain where it has one; nothing is acted upon here. */
function ofRequest(version: OcppVersion, action: string, payload: object, mode: Mode): Outcome {
  const route = routeOf(version, action)
  if (typeof route === 'string') return ofPayload(version, action, 'request', payload, mode)
  const reading = route.read(payload, callOf(version), mode)
  return reading.outcome === 'ready' ? taken(reading.deviations) : refused(version, reading.violations)
}

function ofPayload(version: OcppVersion, action: string, direction: Direction, payload: object, mode: Mode): Outcome {
  if (!isAction(version, action)) throw new Error(`${version} has no ${action}`)
  const check = checkPayload(version, action, direction, payload, mode)
  if (check.outcome === 'invalid') return refused(version, check.violations)
  return taken(check.outcome === 'deviant' ? check.deviations : [])
}

function taken(deviations: readonly Deviation[]): Outcome {
  return { code: undefined, rules: deviations.map(({ rule }) => rule) }
}

function refused(version: OcppVersion, violations: readonly Violation[]): Outcome {
  const [first] = violations
  const code = first === undefined ? undefined : wireErrorCodes[version][rpcErrorOfViolation(first)]
  return { code, rules: violations.map(({ rule }) => rule) }
}

interface Message {
  readonly version: OcppVersion
  readonly action: string
  readonly direction: Direction
  readonly wrong: readonly NegativePayload[]
}

function messages(version: OcppVersion, direction: Direction, names: readonly string[]): Message[] {
  const source = schemasOf(version)
  return names.map((action) => {
    const wrong = negativePayloads(messageSchema(source, action, direction), source)
    return { version, action, direction, wrong }
  })
}

const all: readonly Message[] = OCPP_VERSIONS.flatMap((version) => [
  ...messages(version, 'request', actions[version].fromStation),
  ...messages(version, 'response', actions[version].fromCsms),
])

/** Cases whose outcome is not the one that is due, with what was due. */
function surprises({ version, action, direction, wrong }: Message, mode: Mode): unknown[] {
  return wrong.flatMap((one) => {
    if (typeof one.payload !== 'object' || one.payload === null) return [one]
    const outcome =
      direction === 'request'
        ? ofRequest(version, action, one.payload, mode)
        : ofPayload(version, action, direction, one.payload, mode)
    const lenient = mode === 'lenient' || (direction === 'request' && isAlwaysLenient(action))
    const due = lenient && isTolerated(version, action, direction, one) ? undefined : codeFor(version, one.rule)
    // A null in place of what may be left out is, to the letter, a value of the wrong type.
    const rule = one.rule === 'null' && !lenient ? 'type' : one.rule
    return outcome.code === due && outcome.rules.includes(rule) ? [] : [{ ...one, due, outcome }]
  })
}

test('what the wrong payloads are made from is to the letter', () => {
  for (const { version, action, direction } of all) {
    const source = schemasOf(version)
    if (!isAction(version, action)) throw new Error(`${version} has no ${action}`)
    const payload = fullPayload(messageSchema(source, action, direction), source)
    expect([action, isValidPayload(version, action, direction, payload)]).toEqual([action, true])
  }
})

test('every message that holds anything has cases, and every rule is among them', () => {
  const empty = all.filter(({ wrong }) => wrong.length === 0)
  expect(empty.map(({ version, action }) => `${version} ${action}`)).toEqual([])
  const rules = new Set(all.flatMap(({ wrong }) => wrong.map(({ rule }) => rule)))
  expect([...rules].sort()).toEqual(
    ['additionalProperties', 'enum', 'format', 'maxItems', 'maxLength', 'maximum', 'minItems', 'minimum'].concat(
      ...['multipleOf', 'null', 'required', 'type'],
    ),
  )
})

describe.each(['strict', 'lenient'] as const)('B-15 B-07', (mode) => {
  for (const message of all) {
    const { version, direction, action, wrong } = message
    test(`negative ${version} ${mode} ${direction} ${action}: ${wrong.length} cases`, () => {
      expect(surprises(message, mode)).toEqual([])
    })
  }
})
