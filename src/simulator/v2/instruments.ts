import type { StationBody } from '../station/body.ts'
import type { Part } from '../station/part.ts'
import { displayVariables, monitoringVariables } from './controller-variables.ts'
import { DerDesk } from './der-desk.ts'
import { type DeviceVariable, deviceVariables } from './device-variable.ts'
import type { Version2 } from './dialect.ts'
import { MessageBoard } from './display/message-board.ts'
import { FrequencySimulator } from './frequency-simulator.ts'
import { gridVariables } from './grid-variables.ts'
import { Watcher } from './monitoring/watcher.ts'
import { PlugAndCharge } from './plug-and-charge/plug-and-charge.ts'
import { plugAndChargeVariables } from './plug-and-charge/plug-and-charge-variables.ts'
import { StapleKeeper } from './plug-and-charge/staple-keeper.ts'

/** What a station of 2.x has besides its EVSEs: its variables, what watches them, and its display. */
export interface Instruments {
  readonly variables: readonly DeviceVariable[]
  readonly watcher: Watcher
  readonly board: MessageBoard
  /** Only of a station of 2.1 with an inverter. */
  readonly der: DerDesk | undefined
  readonly parts: readonly Part[]
}

export function createInstruments(version: Version2, body: StationBody): Instruments {
  const board = new MessageBoard(body)
  const { inverter } = body
  const feeding = version === 'ocpp2.1' ? inverter : undefined
  const simulator = feeding && new FrequencySimulator(body)
  const variables = [
    ...deviceVariables(body),
    ...monitoringVariables(),
    ...displayVariables(version, board),
    ...gridVariables(version, body),
    ...(simulator?.variables ?? []),
    ...plugAndChargeVariables(body),
  ]
  const der = feeding && new DerDesk(body, feeding)
  const watcher = new Watcher(version, body, variables)
  const plugAndCharge = body.secc && [new StapleKeeper(body, body.secc), new PlugAndCharge(body, body.secc)]
  const parts = [watcher, der, simulator, ...(plugAndCharge ?? [])].filter((part) => part !== undefined)
  return { variables, watcher, board, der, parts }
}
