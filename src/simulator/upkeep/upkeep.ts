import type { Clock } from '#kernel'
import type { StationBody } from '../station/body.ts'
import { FirmwareUpdater } from './firmware-updater.ts'
import { LocalController } from './local-controller.ts'
import { LogUploader } from './log-uploader.ts'
import { StationMemory } from './station-memory.ts'
import type { UpkeepOptions } from './upkeep-options.ts'

/** What keeps a station going over the years: its firmware, and what it writes down of itself. */
export class Upkeep {
  readonly options: UpkeepOptions
  readonly memory = new StationMemory()
  readonly firmware: FirmwareUpdater
  readonly logs: LogUploader
  /** Present in a local controller. */
  readonly controller: LocalController | undefined

  constructor(body: StationBody, clock: Clock, options: UpkeepOptions) {
    this.options = options
    this.firmware = new FirmwareUpdater(body, clock, options)
    this.logs = new LogUploader(body.id, clock, this.memory, options)
    this.controller = options.localController === true ? new LocalController() : undefined
  }

  stop(): void {
    this.firmware.stop()
    this.logs.stop()
    this.controller?.stop()
  }
}
