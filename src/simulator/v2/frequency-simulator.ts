import type { Timer } from '#kernel'
import { parseTimestamp } from '#ocpp/schemas'
import type { StationBody } from '../station/body.ts'
import type { Part } from '../station/part.ts'
import type { DeviceVariable } from './device-variable.ts'

interface Step {
  /** Seconds since the start. */
  readonly time: number
  readonly freq: number
}

interface Simulation {
  enabled: boolean
  start: string
  end: string
  schedule: string
  steps: readonly Step[]
  timer: Timer | undefined
}

const STEPS = 100
/** Of a grid, in Hz. */
const [LEAST_HZ, MOST_HZ] = [40, 70]
const LONGEST_WAIT_MS = 86_400_000

/** Lets an EVSE believe in another frequency of the grid, as the CSMS sets it for a test of local control (2.1 §2.18.7). */
export class FrequencySimulator implements Part {
  readonly #body: StationBody
  readonly #simulations: ReadonlyMap<number, Simulation>

  constructor(body: StationBody) {
    this.#body = body
    this.#simulations = new Map(
      body.evses.map(({ id }) => [
        id,
        { enabled: false, start: '', end: '', schedule: '[]', steps: [], timer: undefined },
      ]),
    )
  }

  started(): void {
    for (const evseId of this.#simulations.keys()) this.#follow(evseId)
  }

  stopped(): void {
    for (const { timer } of this.#simulations.values()) timer?.cancel()
  }

  get variables(): DeviceVariable[] {
    return [...this.#simulations].flatMap(([evseId, simulation]) => {
      const component = { name: 'FrequencySimulator', evse: { id: evseId } }
      const set = (change: Partial<Simulation> | undefined) => {
        if (change === undefined) return false
        Object.assign(simulation, change)
        this.#follow(evseId)
        return true
      }
      return [
        {
          ...{ component, variable: { name: 'Enabled' }, dataType: 'boolean' },
          source: { value: () => String(simulation.enabled), write: (text: string) => set(readEnabled(text)) },
        },
        ...(['start', 'end'] as const).map((edge): DeviceVariable => {
          const instance = edge === 'start' ? 'Start' : 'End'
          const write = (text: string) => set(isMoment(text) ? { [edge]: text } : undefined)
          return {
            ...{ component, variable: { name: 'DateTime', instance }, dataType: 'dateTime' },
            source: { value: () => simulation[edge], write },
          }
        }),
        {
          ...{ component, variable: { name: 'FrequencySchedule' }, dataType: 'string' },
          source: { value: () => simulation.schedule, write: (text: string) => set(readSchedule(text)) },
        },
      ] satisfies DeviceVariable[]
    })
  }

  /** Shows an EVSE what its schedule says now, and again when it says something else. */
  #follow(evseId: number): void {
    const simulation = this.#simulations.get(evseId)
    if (simulation === undefined) return
    simulation.timer?.cancel()
    const nowMs = this.#body.nowMs()
    const [startMs, endMs] = [parseTimestamp(simulation.start), parseTimestamp(simulation.end)]
    const runs = simulation.enabled && startMs !== undefined && endMs !== undefined && nowMs < endMs
    const step = runs ? simulation.steps.findLast(({ time }) => startMs + time * 1000 <= nowMs) : undefined
    this.#body.frequency.simulate(evseId, step?.freq)
    this.#body.evse(evseId)?.regulate()
    if (!runs) return
    const moments = [startMs, endMs, ...simulation.steps.map(({ time }) => startMs + time * 1000)]
    const nextMs = Math.min(...moments.filter((ms) => ms > nowMs), nowMs + LONGEST_WAIT_MS)
    simulation.timer = this.#body.after(nextMs - nowMs, () => this.#follow(evseId))
  }
}

function readEnabled(text: string): Pick<Simulation, 'enabled'> | undefined {
  return /^(true|false)$/i.test(text) ? { enabled: text.toLowerCase() === 'true' } : undefined
}

function isMoment(text: string): boolean {
  return text === '' || parseTimestamp(text) !== undefined
}

function readSchedule(text: string): Pick<Simulation, 'schedule' | 'steps'> | undefined {
  const told = parse(text)
  if (!Array.isArray(told) || told.length > STEPS) return undefined
  const steps = told.flatMap((one: unknown) => (isStep(one) ? [{ time: one.time, freq: one.freq }] : []))
  const rises = steps.every(({ time }, index) => index === 0 || time > (steps[index - 1]?.time ?? 0))
  return steps.length === told.length && rises ? { schedule: text, steps } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isStep(one: unknown): one is Step {
  if (typeof one !== 'object' || one === null || !('time' in one) || !('freq' in one)) return false
  const { time, freq } = one
  const isTime = typeof time === 'number' && Number.isInteger(time) && time >= 0
  return isTime && typeof freq === 'number' && freq >= LEAST_HZ && freq <= MOST_HZ
}
