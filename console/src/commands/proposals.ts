import { inWords, type Json } from '#json-schema'
import type { Running } from '../api/transactions.ts'
import type { Station } from '../api/types.ts'
import { energy, text } from '../format/quantity.ts'
import { connectorWords, wordFor } from '../format/words.ts'
import { isOld } from '../station/variable-name.ts'
import type { Choice } from '../ui/field.tsx'
import type { Situation } from './situation.ts'

/** What makes a form pleasant beyond its schema: by the names of its fields, wherever these stand. */
export interface Proposals {
  /** What is filled in already, for the whole request. */
  readonly values: Readonly<Record<string, Json>>
  /** Fields that need not be given and are shown all the same: of the request itself, and of what is inside it. */
  readonly shown: ReadonlySet<string>
  readonly shownInside: ReadonlySet<string>
  /** What a field can be at this station. */
  readonly choices: Readonly<Record<string, readonly Choice[]>>
  /** What may be meant, to be completed while typing. */
  readonly suggestions: Readonly<Record<string, readonly string[]>>
}

/** What the form of a kind of command proposes in a situation. */
export function proposalsFor(kind: string, situation: Situation): Proposals {
  const { station, running, variables } = situation
  const values = valuesFor(kind, situation)
  return {
    values,
    shown: new Set([...Object.keys(values), 'evseId', running.length === 0 ? 'reference' : 'transactionId']),
    shownInside: new Set([
      'limit',
      ...(kind === 'set-charging-profile' ? ['startAt'] : []),
      ...(isOld(station) ? [] : ['component']),
    ]),
    choices: {
      ...choicesIf('evseId', evsesOf(station, kind)),
      ...choicesIf('transactionId', running.map(choiceOfRunning)),
    },
    suggestions: {
      component: distinct(variables.map(({ component }) => component)),
      name: distinct(variables.map(({ name }) => name)),
    },
  }
}

type Values = Readonly<Record<string, Json>>

function valuesFor(kind: string, { station, running }: Situation): Values {
  switch (kind) {
    case 'start-transaction':
      return { ...given('evseId', freeEvse(station)), tokenKind: 'central' }
    case 'stop-transaction':
      return given('transactionId', running[0]?.transactionId)
    case 'unlock':
      return given('evseId', firstEvse(station))
    case 'reset':
      return { when: running.length > 0 ? 'when-idle' : 'immediately' }
    case 'change-availability':
      return { available: station.connectors.some(({ status }) => status === 'unavailable') }
    case 'trigger':
      // A station of 2.x has no status as a whole.
      return { message: 'status', ...(isOld(station) ? {} : given('evseId', firstEvse(station))) }
    case 'get-report':
      return { base: 'full' }
    case 'data-transfer':
      return given('vendorId', station.vendor)
    case 'get-variables':
      return isOld(station) ? {} : { variables: [{ component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }] }
    case 'set-charging-profile':
      return {
        profile: {
          purpose: 'transaction-default',
          stackLevel: 0,
          kind: 'absolute',
          schedules: [{ rateUnit: 'A', startAt: thisMinute(), periods: [{ startS: 0 }] }],
        },
      }
    default:
      return {}
  }
}

const thisMinute = (): string => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()

const given = (name: string, value: Json | undefined): Values => (value === undefined ? {} : { [name]: value })
const choicesIf = (name: string, choices: readonly Choice[]) => (choices.length === 0 ? {} : { [name]: choices })
const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)].sort()

const firstEvse = ({ connectors }: Station): number | undefined => connectors.find(({ evseId }) => evseId !== 0)?.evseId

/** The EVSEs a station has reported, each with how it is; schedules may also be for all of them together. */
function evsesOf({ connectors }: Station, kind: string): readonly Choice[] {
  const evses = new Map(connectors.filter(({ evseId }) => evseId !== 0).map((each) => [each.evseId, each]))
  const each = [...evses.values()].map(({ evseId, status }) => ({
    value: String(evseId),
    label: `EVSE ${evseId} (${wordFor(connectorWords, status).label.toLowerCase()})`,
  }))
  const whole = { value: '0', label: 'The station as a whole' }
  return each.length > 0 && /profile|schedule/.test(kind) ? [...each, whole] : each
}

/** The EVSE where a car could be started: free, or with a car that waits for it. */
function freeEvse({ connectors }: Station): number | undefined {
  const rank = ['preparing', 'available', 'occupied', 'finishing']
  const [best] = connectors
    .filter(({ evseId, status }) => evseId !== 0 && rank.includes(status))
    .toSorted((a, b) => rank.indexOf(a.status) - rank.indexOf(b.status) || a.evseId - b.evseId)
  return best?.evseId
}

function choiceOfRunning({ transactionId, evseId, energyWh, reference }: Running): Choice {
  const place = evseId === undefined ? '' : `EVSE ${evseId} · `
  return { value: transactionId, label: `${place}${text(energy(energyWh))} · ${reference}` }
}

const LABELS: Readonly<Record<string, string>> = {
  evseId: 'EVSE',
  connectorId: 'Connector',
  transactionId: 'Transaction',
  tokenKind: 'Kind of token',
  groupId: 'Group',
  partyId: 'Party',
  locationId: 'Location',
  stationId: 'Station',
  stationIds: 'Stations',
  imageId: 'Image',
  tariffId: 'Tariff',
  everyDays: 'Every so many days',
  firstAt: 'First run',
  nextAt: 'Next run',
  canarySize: 'Canary',
  failureLimitPercent: 'Failures at most (%)',
  timeoutMinutes: 'One may take (min)',
  waitHours: 'Waits for the absent (h)',
  rollbackNote: 'To take it back',
  leastSeverity: 'Told of',
  applyOnBoot: 'Apply at first boot',
}

/** What a field of a command or an answer is called. */
export const labelOf = (name: string): string => LABELS[name] ?? inWords(name)

/** One of the things a list is of: Variables 2 is Variable 2. */
export function itemLabel(list: string, at: number): string {
  return `${list.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')} ${at + 1}`
}
