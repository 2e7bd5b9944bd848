import type { JsonObject } from '#ocpp/rpc'
import { checkPayload, isAction, type PayloadOf } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import { fromCsms } from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { type CsmsAction, fromCsms as fromCsms201 } from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import type { Refusal, Reply } from '../station/dialect.ts'
import { availabilityCommands } from './commands/availability.ts'
import { batteryCommands } from './commands/batteries.ts'
import { certificateCommands } from './commands/certificates.ts'
import { commands21 } from './commands/commands-21.ts'
import { customerCommands } from './commands/customers.ts'
import { derCommands } from './commands/der-controls.ts'
import { displayCommands } from './commands/display.ts'
import { energyTransferCommands } from './commands/energy-transfer.ts'
import { eventStreamCommands } from './commands/event-streams.ts'
import { fileCommands } from './commands/files.ts'
import { frequencyCommands } from './commands/frequency.ts'
import { localListCommands } from './commands/local-list.ts'
import { maintenanceCommands } from './commands/maintenance.ts'
import { monitoringCommands } from './commands/monitoring.ts'
import { networkCommands } from './commands/network.ts'
import { remoteCommands } from './commands/remote.ts'
import { reservationCommands } from './commands/reservations.ts'
import { smartChargingCommands } from './commands/smart-charging.ts'
import { tariffCommands } from './commands/tariffs.ts'
import { variableCommands } from './commands/variables.ts'
import { webPaymentCommands } from './commands/web-payments.ts'
import type { Version2 } from './dialect.ts'
import type { Instruments } from './instruments.ts'

/** What the station does with each command it knows: requests as wide as 2.1 has them, answers as narrow as 2.0.1. */
export type Commands = {
  readonly [A in CsmsAction]?: (
    request: PayloadOf<'ocpp2.1', A, 'request'>,
  ) => Answer<A extends Wider ? v21.Actions[A]['response'] : v201.Actions[A]['response']> | Refusal
}

/** Whose answers have words in 2.1 that only follow from what is asked in 2.1. */
type Wider = 'GetCompositeSchedule' | 'SetDisplayMessage'

type Action21 = Exclude<v21.CsmsAction, CsmsAction>

/** What only a station of 2.1 is asked. */
export type Commands21 = {
  readonly [A in Action21]?: (
    request: PayloadOf<'ocpp2.1', A, 'request'>,
  ) => Answer<v21.Actions[A]['response']> | Refusal
}

export interface Answer<Response> {
  readonly response: Response
  /** What the station does once its answer is on its way. */
  readonly after?: () => void
}

/** Answers commands of the CSMS; what the station cannot do is told in the words of part 4 §4.3. */
export function createAnswers(version: Version2, body: StationBody, { variables, watcher, board, der }: Instruments) {
  const commands: Commands = {
    ...remoteCommands(body),
    ...availabilityCommands(body),
    ...variableCommands(body, variables),
    ...maintenanceCommands(version, body),
    ...certificateCommands(body),
    ...smartChargingCommands(body),
    ...localListCommands(body),
    ...reservationCommands(body),
    ...networkCommands(body),
    ...customerCommands(body),
    ...fileCommands(body),
    ...monitoringCommands(version, body, watcher),
    ...displayCommands(body, board),
  }
  const newer: Commands21 = {
    ...commands21(body),
    ...eventStreamCommands(watcher.streams),
    ...tariffCommands(body),
    ...webPaymentCommands(body),
    ...batteryCommands(body),
    ...derCommands(body, der),
    ...energyTransferCommands(body),
    ...frequencyCommands(body),
  }
  return (action: string, payload: JsonObject): Reply => {
    // B03.FR.07: a station that was rejected listens to no command.
    if (body.registration === 'Rejected') return { refused: 'security', description: 'The registration was rejected' }
    if (!isAction(version, action)) return { refused: 'not-implemented', description: `No action of ${version}` }
    const known = fromCsms201.find((name) => name === action)
    if (known !== undefined) return answer(version, commands, known, payload)
    const only21 = fromCsms.find((name): name is Action21 => name === action && isOnly21(name))
    if (only21 !== undefined) return answer21(newer, only21, payload)
    const why = fromCsms.some((name) => name === action)
      ? `${action} is not supported`
      : `${action} is not for stations`
    return { refused: 'not-supported', description: why }
  }
}

function answer<A extends CsmsAction>(version: Version2, commands: Commands, action: A, payload: JsonObject): Reply {
  const command = commands[action]
  if (command === undefined) return { refused: 'not-supported', description: `${action} is not supported` }
  if (version === 'ocpp2.0.1') {
    const own = checkPayload(version, action, 'request', payload)
    if (own.outcome === 'invalid') return { refused: 'format', description: own.violations[0]?.description ?? '' }
  }
  const check = checkPayload('ocpp2.1', action, 'request', payload)
  if (check.outcome === 'invalid') return { refused: 'format', description: check.violations[0]?.description ?? '' }
  return command(check.payload)
}

function isOnly21(action: string): boolean {
  return !fromCsms201.some((name) => name === action)
}

function answer21<A extends Action21>(commands: Commands21, action: A, payload: JsonObject): Reply {
  const command = commands[action]
  if (command === undefined) return { refused: 'not-supported', description: `${action} is not supported` }
  const check = checkPayload('ocpp2.1', action, 'request', payload)
  if (check.outcome === 'invalid') return { refused: 'format', description: check.violations[0]?.description ?? '' }
  return command(check.payload)
}
