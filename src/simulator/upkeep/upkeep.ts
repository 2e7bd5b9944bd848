import type { Clock } from '#kernel'
import type { StationBody } from '../station/body.ts'
import type { Part } from '../station/part.ts'
import { FirmwareUpdater } from './firmware-updater.ts'
import { LocalController } from './local-controller.ts'
import { LogUploader } from './log-uploader.ts'
import { News } from './news.ts'
import { StationMemory } from './station-memory.ts'
import type { UpkeepOptions } from './upkeep-options.ts'

/** What keeps a station going over the years: its firmware, and what it writes down of itself. */
export class Upkeep implements Part {
  readonly options: UpkeepOptions
  readonly memory = new StationMemory()
  readonly firmware: FirmwareUpdater
  readonly logs: LogUploader
  readonly news: News
  /** Present in a local controller. */
  readonly controller: LocalController | undefined
  readonly #clock: Clock

  constructor(body: StationBody, clock: Clock, options: UpkeepOptions) {
    this.#clock = clock
    this.options = options
    this.firmware = new FirmwareUpdater(body, clock, options)
    this.logs = new LogUploader(body.id, clock, this.memory, options)
    this.news = new News(body)
    this.controller = options.localController === true ? new LocalController() : undefined
  }

  started(): void {
    this.memory.security(this.#clock.nowMs(), 'StartupOfTheDevice')
  }

  online(): void {
    this.news.next()
    this.firmware.booted()
  }

  /** What it waited for is told first. */
  ended(): void {
    this.#clock.after(0, () => this.firmware.transactionEnded())
  }

  stopped(): void {
    this.firmware.stop()
    this.logs.stop()
    this.controller?.stop()
  }
}
