import type { Clock } from '#kernel'
import type { StationBody } from '../station/body.ts'
import { readFirmware } from './firmware-image.ts'
import { type FirmwareTrust, isSignedBy, isTrusted } from './firmware-trust.ts'
import { download } from './transfer.ts'
import type { FirmwareFault, UpkeepOptions } from './upkeep-options.ts'

/** The words of 2.x (2.0.1 §3.33); older versions leave out what they lack. */
export type UpdateWord =
  | 'DownloadScheduled'
  | 'Downloading'
  | 'DownloadFailed'
  | 'Downloaded'
  | 'SignatureVerified'
  | 'InvalidSignature'
  | 'InstallScheduled'
  | 'Installing'
  | 'InstallVerificationFailed'
  | 'InstallationFailed'
  | 'InstallRebooting'
  | 'Installed'

export interface FirmwareOrder {
  readonly location: string
  readonly retrieveAtMs: number
  readonly installAtMs?: number
  /** How often the download is tried again; a station's own choice is twice, after 10 s. */
  readonly retries?: number
  readonly retryIntervalS?: number
  readonly trust?: FirmwareTrust
  readonly requestId?: number
  /** Says a status of this update, in the words of the version. */
  readonly say: (word: UpdateWord) => void
}

export type UpdateAnswer = 'Accepted' | 'AcceptedCanceled' | 'Rejected' | 'InvalidCertificate'

interface Run {
  readonly order: FirmwareOrder
  readonly abort: AbortController
  readonly idle: PromiseWithResolvers<void>
  /** Past the point where it could still be called off. */
  committed: boolean
  /** What it says once it is up again. */
  awaitingBoot: UpdateWord | undefined
}

/** Thrown inside a run that was called off, to end it without a word. */
class CalledOff extends Error {}

/** Fetches, checks and installs what the station is told to, reporting each step (2.0.1 L01, L02; 1.6 §4.5, §5.19). */
export class FirmwareUpdater {
  version: string
  fault: FirmwareFault | undefined
  /** The last thing said of an update, for whoever asks (L01.FR.25 and 26). */
  last: { readonly word: UpdateWord; readonly requestId: number | undefined } | undefined
  readonly #body: StationBody
  readonly #clock: Clock
  readonly #options: UpkeepOptions
  readonly #setAside = new Set<number>()
  #run: Run | undefined

  constructor(body: StationBody, clock: Clock, options: UpkeepOptions) {
    this.version = body.hardware.firmware
    this.fault = options.firmwareFault
    this.#body = body
    this.#clock = clock
    this.#options = options
  }

  /** What the station answers, and what it does once that is on its way. */
  order(order: FirmwareOrder): { readonly answer: UpdateAnswer; readonly after?: () => void } {
    const { manufacturerRoot, stubborn } = this.#options
    if (order.trust !== undefined && !isTrusted(order.trust.certificate, manufacturerRoot, this.#clock.nowMs())) {
      return { answer: 'InvalidCertificate', after: () => this.#body.tellSecurity('InvalidFirmwareSigningCertificate') }
    }
    const ongoing = this.#run
    if (ongoing !== undefined && (ongoing.committed || stubborn === true)) return { answer: 'Rejected' }
    ongoing?.abort.abort(new CalledOff())
    const run = {
      ...{ order, abort: new AbortController(), idle: Promise.withResolvers<void>() },
      ...{ committed: false, awaitingBoot: undefined },
    }
    this.#run = run
    return { answer: ongoing === undefined ? 'Accepted' : 'AcceptedCanceled', after: () => void this.#begin(run) }
  }

  /** The station was accepted; an update that made it restart says how that went. */
  booted(): void {
    const run = this.#run
    if (run?.awaitingBoot === undefined) return
    this.#finish(run, run.awaitingBoot)
  }

  /** A transaction has ended. */
  transactionEnded(): void {
    if (!this.#busy()) this.#run?.idle.resolve()
  }

  stop(): void {
    this.#run?.abort.abort(new CalledOff())
    this.#run = undefined
  }

  async #begin(run: Run): Promise<void> {
    try {
      const file = await this.#fetch(run)
      if (file !== undefined && this.#check(run, file)) await this.#install(run, file)
    } catch (thrown) {
      if (!(thrown instanceof CalledOff)) throw thrown
    }
  }

  async #fetch(run: Run): Promise<Buffer | undefined> {
    const { location, retrieveAtMs, retries = 2, retryIntervalS = 10 } = run.order
    if (retrieveAtMs > this.#clock.nowMs()) {
      this.#say(run, 'DownloadScheduled')
      await this.#until(run, retrieveAtMs)
    }
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      if (attempt > 0) await this.#until(run, this.#clock.nowMs() + retryIntervalS * 1000)
      this.#say(run, 'Downloading')
      const file = this.fault === 'download' ? undefined : await download(location, run.abort.signal)
      run.abort.signal.throwIfAborted()
      if (file === undefined) continue
      this.#say(run, 'Downloaded')
      return file
    }
    this.#finish(run, 'DownloadFailed')
    return undefined
  }

  #check(run: Run, file: Buffer): boolean {
    const { trust } = run.order
    if (trust !== undefined) {
      if (this.fault === 'signature' || !isSignedBy(file, trust)) {
        this.#finish(run, 'InvalidSignature')
        this.#body.tellSecurity('InvalidFirmwareSignature')
        return false
      }
      this.#say(run, 'SignatureVerified')
    }
    const content = readFirmware(file)
    const { vendor, model } = this.#body.hardware
    if (this.fault !== 'verification' && content?.vendor === vendor && content.model === model) return true
    this.#finish(run, 'InstallVerificationFailed')
    return false
  }

  async #install(run: Run, file: Buffer): Promise<void> {
    const { installAtMs = 0 } = run.order
    if (installAtMs > this.#clock.nowMs()) {
      this.#say(run, 'InstallScheduled')
      await this.#until(run, installAtMs)
    }
    await this.#untilIdle(run)
    run.committed = true
    this.#say(run, 'Installing')
    if (this.fault === 'silence') return
    await this.#until(run, this.#clock.nowMs() + (this.#options.installMs ?? 5_000))
    if (this.fault === 'installation') return this.#finish(run, 'InstallationFailed')
    this.#say(run, 'InstallRebooting')
    const works = this.fault !== 'boot'
    if (works) this.version = readFirmware(file)?.version ?? this.version
    run.awaitingBoot = works ? 'Installed' : 'InstallationFailed'
    this.#body.restart('FirmwareUpdate')
  }

  /** L01.FR.06, 07 and 34: waits for running transactions, and lets no new ones begin meanwhile. */
  async #untilIdle(run: Run): Promise<void> {
    if (!this.#busy()) return
    this.#say(run, 'InstallScheduled')
    for (const evse of this.#body.evses) {
      if (!evse.operative) continue
      this.#setAside.add(evse.id)
      evse.setOperative(false)
    }
    await this.#orAborted(run, run.idle.promise)
  }

  #busy(): boolean {
    return this.#body.evses.some(({ transaction }) => transaction !== undefined)
  }

  #finish(run: Run, word: UpdateWord): void {
    this.#say(run, word)
    if (this.#run !== run) return
    this.#run = undefined
    for (const evse of this.#body.evses) if (this.#setAside.delete(evse.id)) evse.setOperative(true)
    if (word === 'Installed') this.#body.tellSecurity('FirmwareUpdated')
  }

  #say({ order }: Run, word: UpdateWord): void {
    this.last = { word, requestId: order.requestId }
    order.say(word)
  }

  #until(run: Run, atMs: number): Promise<void> {
    const waited = new Promise<void>((resolve) => {
      this.#clock.after(Math.max(0, atMs - this.#clock.nowMs()), resolve)
    })
    return this.#orAborted(run, waited)
  }

  async #orAborted({ abort }: Run, waited: Promise<void>): Promise<void> {
    const aborted = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true })
    })
    await Promise.race([waited, aborted])
    abort.signal.throwIfAborted()
  }
}
