import { expect } from 'vitest'
import type { DerAlarm, DerControl, StationDerControl } from '#domain/der-control'
import type { NewChargingProfile, SchedulePeriod } from '#domain/smart-charging'
import type { HardwareKind, Vehicle } from '#simulator'
import type { List, Operator, SeenCommand, Wire } from './operator.ts'
import { openScene, type Scene } from './scene.ts'
import { field, type Simulated, simulated } from './simulated.ts'

const TWO_HOURS_MS = 7_200_000

/** A simulated station that takes energy back, of which the platform knows from its report that it does. */
export interface Feeder extends Simulated {
  readonly id: string
  /** What it has reported of a variable; undefined where there is none such. */
  reported(component: string, name: string): string | undefined
  /** A vehicle is there and its needs are answered: resolves with the reference of its transaction, and what it asked for. */
  begin(vehicle: Vehicle, token?: string): Promise<{ readonly reference: string; readonly needs: unknown }>
  /** Sends a profile of one period for its first EVSE: of a transaction, or for all that have none. */
  profile(
    period: Omit<SchedulePeriod, 'startS'>,
    change?: Partial<NewChargingProfile> & { readonly reference?: string; readonly durationS?: number },
  ): Promise<SeenCommand>
  set(controlId: string, control: DerControl): Promise<SeenCommand>
  controls(): Promise<readonly Wire<StationDerControl>[]>
  alarms(): Promise<readonly Wire<DerAlarm>[]>
  powerW(): number | undefined
}

export interface FeedingScene extends Scene {
  /** A new one; its time is that of the platform. */
  feeder(hardware: HardwareKind): Promise<Feeder>
}

export async function openFeedingScene(): Promise<FeedingScene> {
  const scene = await openScene()
  let count = 0
  return {
    ...scene,
    async feeder(hardware) {
      count += 1
      return await feeder(scene, `FEED-${count}`, hardware)
    },
  }
}

async function feeder({ platform, operator }: Scene, id: string, hardware: HardwareKind): Promise<Feeder> {
  const charger = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, hardware })
  const { station, journal, clock } = charger
  clock.advance(TWO_HOURS_MS)
  await charger.boot()
  await operator.untilConnected(id)
  await operator.ask('PUT', `/stations/${id}/charging-needs-rule`, { decides: 'by-hand' })
  // Q01.FR.01: only a station that takes energy back is told which transfers its drivers may have.
  const facts = await reportOf(operator, charger, id)
  return {
    ...charger,
    id,
    reported: (component, name) => facts.get(`${component}.${name}`),
    async begin(vehicle, token = 'ALICE') {
      station.plugIn(vehicle)
      await station.presentToken({ value: token, type: 'ISO14443' })
      const { request } = await journal.exchange('NotifyEVChargingNeeds')
      return { reference: station.evse(1)?.transaction?.id ?? '', needs: field(request, 'chargingNeeds') }
    },
    profile(period, { reference, durationS, ...change } = {}) {
      return operator.carryOut(id, 'set-charging-profile', {
        ...{ evseId: 1, ...(reference === undefined ? {} : { reference }) },
        profile: {
          ...{ purpose: reference === undefined ? 'transaction-default' : 'transaction', stackLevel: 0 },
          kind: 'dynamic',
          schedules: [{ rateUnit: 'W', periods: [{ startS: 0, ...period }], ...(durationS && { durationS }) }],
          ...change,
        },
      })
    },
    set: (controlId, control) => operator.carryOut(id, 'set-der-control', { controlId, control }),
    controls: async () => (await operator.get<List<Wire<StationDerControl>>>(`/stations/${id}/der-controls`)).items,
    alarms: async () => (await operator.get<List<Wire<DerAlarm>>>(`/stations/${id}/der-alarms`)).items,
    powerW: () => station.evse(1)?.powerW,
  }
}

async function reportOf(operator: Operator, { journal }: Simulated, id: string): Promise<ReadonlyMap<string, string>> {
  expect(await operator.carryOut(id, 'get-report', { base: 'full' })).toMatchObject({ state: 'answered' })
  const facts = new Map<string, string>()
  for (;;) {
    const { request } = await journal.exchange('NotifyReport')
    const data = field(request, 'reportData')
    for (const one of Array.isArray(data) ? data : []) {
      const name = `${field(one, 'component', 'name')}.${field(one, 'variable', 'name')}`
      facts.set(name, String(field(one, 'variableAttribute', 0, 'value')))
    }
    if (field(request, 'tbc') !== true) return facts
  }
}
