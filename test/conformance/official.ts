import { expect } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import type { RawStation } from '#test/raw-station'
import { resultOf } from './booted-station.ts'
import type { Operator } from './operator.ts'
import { field } from './simulated.ts'

export type Said = { readonly [K in CommandKind]: readonly [kind: K, request: CommandRequests[K]] }[CommandKind]

/** One command of an official test case: what the operator gives, what goes over the wire, and how it ends. */
export interface Step {
  readonly says: Said
  readonly call: readonly [action: string, payload: object]
  /** The answer of the station; a word for a CALLERROR. */
  readonly answer: object | string
  readonly state?: 'answered' | 'refused'
  readonly status?: string
  /** What the station says afterwards, by what it was asked, and what it is answered. */
  readonly tells?: readonly (readonly [action: string, payload: object, answer: object])[]
}

/** A step that is answered with this status. */
export function step(
  says: Said,
  call: Step['call'],
  status = 'Accepted',
  more: Partial<Omit<Step, 'says' | 'call'>> = {},
): Step {
  return { says, call, answer: { status }, state: status === 'Accepted' ? 'answered' : 'refused', status, ...more }
}

/** Runs the steps one after the other at a station whose wire is in the hands of the test. */
export async function play(operator: Operator, stationId: string, station: RawStation, steps: readonly Step[]) {
  for (const { says, call, answer, state = 'answered', status, tells = [] } of steps) {
    const [kind, request] = says
    const command = await operator.command(stationId, kind, request)
    const asked = await station.asked()
    expect([asked.action, asked.payload]).toMatchObject(call)
    station.send(typeof answer === 'string' ? [4, asked.id, answer, '', {}] : [3, asked.id, answer])
    for (const [action, payload, expected] of tells) {
      const named = typeof asked.payload === 'object' && asked.payload !== null && 'requestId' in asked.payload
      const withNumber = named ? { requestId: Object(asked.payload).requestId, ...payload } : payload
      expect(resultOf(await station.call(action, withNumber))).toEqual(expected)
    }
    const settled = await operator.settled(command)
    expect(settled.state).toBe(state)
    if (status !== undefined) expect(settled.result?.status).toBe(status)
  }
}

/** The next update of the local list; what is asked before of a 2.x station is answered, its limits with nothing. */
export async function askedForList(station: RawStation, versionNumber: number) {
  for (;;) {
    const asked = await station.asked()
    if (asked.action === 'SendLocalList') return asked
    const variables = field(asked.payload, 'getVariableData')
    const getVariableResult = Array.isArray(variables)
      ? variables.map((one: object) => ({ ...one, attributeStatus: 'UnknownComponent' }))
      : []
    station.send([3, asked.id, asked.action === 'GetVariables' ? { getVariableResult } : { versionNumber }])
  }
}
