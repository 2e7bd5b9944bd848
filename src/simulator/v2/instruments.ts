import type { StationBody } from '../station/body.ts'
import { displayVariables, monitoringVariables } from './controller-variables.ts'
import { DerDesk } from './der-desk.ts'
import { type DeviceVariable, deviceVariables } from './device-variable.ts'
import type { Version2 } from './dialect.ts'
import { MessageBoard } from './display/message-board.ts'
import { gridVariables } from './grid-variables.ts'
import { Watcher } from './monitoring/watcher.ts'

/** What a station of 2.x has besides its EVSEs: its variables, what watches them, and its display. */
export interface Instruments {
  readonly variables: readonly DeviceVariable[]
  readonly watcher: Watcher
  readonly board: MessageBoard
  /** Only of a station of 2.1 with an inverter. */
  readonly der: DerDesk | undefined
}

export function createInstruments(version: Version2, body: StationBody): Instruments {
  const board = new MessageBoard(body)
  const variables = [
    ...deviceVariables(body),
    ...monitoringVariables(),
    ...displayVariables(version, board),
    ...gridVariables(version, body),
  ]
  const { inverter } = body
  const der = version === 'ocpp2.1' && inverter !== undefined ? new DerDesk(body, inverter) : undefined
  return { variables, watcher: new Watcher(version, body, variables), board, der }
}
