import type { JsonObject } from '#ocpp/rpc'
import { checkPayload, isAction, type PayloadOf } from '#ocpp/schemas'
import type * as v16 from '#ocpp/v16'
import { type CsmsAction, fromCsms } from '#ocpp/v16'
import type { StationBody } from '../station/body.ts'
import type { Reply } from '../station/dialect.ts'
import { availabilityCommands } from './commands/availability.ts'
import { certificateCommands } from './commands/certificates.ts'
import { configurationCommands } from './commands/configuration.ts'
import { fileCommands } from './commands/files.ts'
import { localListCommands } from './commands/local-list.ts'
import { maintenanceCommands } from './commands/maintenance.ts'
import { remoteCommands } from './commands/remote.ts'
import { reservationCommands } from './commands/reservations.ts'
import { smartChargingCommands } from './commands/smart-charging.ts'
import type { TransactionWording } from './transaction-wording.ts'

/** What the station does with each command it knows. */
export type Commands = {
  readonly [A in CsmsAction]?: (request: PayloadOf<'ocpp1.6', A, 'request'>) => Answer<v16.Actions[A]['response']>
}

export interface Answer<Response> {
  readonly response: Response
  /** What the station does once its answer is on its way. */
  readonly after?: () => void
}

/** Answers commands of the central system; what the station cannot do is told in the words of 1.6-J §4.2.3. */
export function createAnswers(body: StationBody, transactions: TransactionWording) {
  const maintenance = maintenanceCommands(body)
  const commands: Commands = {
    ...remoteCommands(body, transactions),
    ...availabilityCommands(body),
    ...configurationCommands(body),
    ...maintenance,
    ...certificateCommands(body, maintenance.TriggerMessage),
    ...smartChargingCommands(body, transactions),
    ...localListCommands(body),
    ...reservationCommands(body),
    ...fileCommands(body),
  }
  return (action: string, payload: JsonObject): Reply => {
    if (!isAction('ocpp1.6', action)) return refuse('not-implemented', `${action} is not an action of OCPP 1.6`)
    const known = fromCsms.find((name) => name === action)
    return known === undefined
      ? refuse('not-supported', `${action} is not for stations`)
      : answer(commands, known, payload)
  }
}

function answer<A extends CsmsAction>(commands: Commands, action: A, payload: JsonObject): Reply {
  const command = commands[action]
  if (command === undefined) return refuse('not-supported', `${action} is not supported`)
  const check = checkPayload('ocpp1.6', action, 'request', payload)
  if (check.outcome === 'invalid') return refuse('format', check.violations[0]?.description ?? 'unreadable')
  return command(check.payload)
}

function refuse(refused: 'not-implemented' | 'not-supported' | 'format', description: string): Reply {
  return { refused, description }
}
