import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { OCPP_VERSIONS, type OcppVersion } from '#ocpp/rpc'
import { Chance } from './chance.ts'
import { FrameFuzzer, idToAnswer } from './frame-fuzzer.ts'
import { type RawFrame, RawStation } from './raw-station.ts'

export interface FuzzOptions {
  /** Where stations connect; those nobody has entered have to be let in. */
  readonly url: string
  readonly seed: number
  /** Asked before every round. */
  goesOn(rounds: number): boolean
}

export interface FuzzReport {
  readonly rounds: number
  readonly frames: number
  readonly calls: number
  readonly answers: number
  /** Connections the platform has ended. */
  readonly closed: number
  /** How often somebody else was answered meanwhile. */
  readonly bystander: number
  /** How much the heap has grown since the first rounds, bytes. */
  readonly heapGrowth: number
}

const FRAMES_A_ROUND = 60
/** The first rounds fill caches and pools. */
const WARM_UP_ROUNDS = 15

const boots: Readonly<Record<OcppVersion, object>> = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
}

/**
 * Lets peers gone mad loose on a platform, a round each, and watches it: every call is answered once, and never as a failure
 * of our own, or the connection ends, and somebody else is answered all along.
 * @throws Error that names seed, round and frame when something of it does not hold.
 */
export async function fuzz({ url, seed, goesOn }: FuzzOptions): Promise<FuzzReport> {
  const bystander = await connect(url, `bystander-${seed}`, 'ocpp2.0.1')
  const total = { rounds: 0, frames: 0, calls: 0, answers: 0, closed: 0, bystander: 0 }
  const fuzzers = OCPP_VERSIONS.map((version) => new FrameFuzzer(version, seed))
  let heapBefore = 0
  for (; goesOn(total.rounds); total.rounds += 1) {
    if (total.rounds === WARM_UP_ROUNDS) heapBefore = heapUsed()
    const fuzzer = new Chance(seed + total.rounds).pick(fuzzers)
    const { version } = fuzzer
    const mad = await connect(url, `mad-${seed}-${total.rounds % 12}`, version)
    const round = new Round(mad, `seed ${seed}, round ${total.rounds}, ${version}`)
    round.send(fuzzer, new Chance(seed ^ total.rounds))
    const [type] = await bystander.call('Heartbeat')
    if (type !== 3) throw new Error(`Somebody else was not served (${round.name})`)
    await round.end()
    total.frames += round.frames
    total.calls += round.calls
    total.answers += round.answers
    total.closed += round.closed ? 1 : 0
    total.bystander += 1
  }
  bystander.connection.close()
  return { ...total, heapGrowth: heapBefore === 0 ? 0 : heapUsed() - heapBefore }
}

async function connect(url: string, identity: string, version: OcppVersion): Promise<RawStation> {
  const station = await RawStation.connect({ url, identity, versions: [version] })
  await station.call('BootNotification', boots[version])
  return station
}

/** One connection of a peer gone mad, from its first frame to the answer to its last. */
class Round {
  readonly name: string
  readonly #station: RawStation
  readonly #due = new Map<string, string>()
  readonly #answered = new Set<string>()
  /** Ids of what may have been meant as calls. */
  readonly #unclear = new Set<string>(['-1'])
  frames = 0
  closed = false

  constructor(station: RawStation, name: string) {
    this.#station = station
    this.name = name
  }

  get calls(): number {
    return this.#due.size
  }

  get answers(): number {
    return this.#answered.size
  }

  send(fuzzer: FrameFuzzer, chance: Chance): void {
    for (let left = 1 + chance.below(FRAMES_A_ROUND); left > 0; left -= 1) this.#send(fuzzer.next())
    this.#send('[2,"last","Heartbeat",{}]')
  }

  #send(text: string): void {
    // Half a character does not survive the way.
    const frame = text.toWellFormed()
    const { id, due } = idToAnswer(frame) ?? { due: false }
    // Two of one id could not be told apart by their answers.
    if (id !== undefined && (this.#due.has(id) || this.#unclear.has(id))) return
    if (id !== undefined && due) this.#due.set(id, frame)
    else if (id !== undefined) this.#unclear.add(id)
    this.frames += 1
    this.#station.send(frame)
  }

  /** Reads what comes until the last call is answered or the connection ends. */
  async end(): Promise<void> {
    const closed = this.#station.closed.then(() => undefined)
    while (!this.#answered.has('last')) {
      const frame = await Promise.race([this.#station.frames.next(), closed])
      if (frame === undefined) {
        this.closed = true
        return
      }
      this.#take(frame)
    }
    for (const [id, frame] of this.#due) {
      if (!this.#answered.has(id)) throw new Error(`A call was passed over (${this.name}): ${frame.slice(0, 2000)}`)
    }
    this.#station.connection.close()
    await closed
  }

  #take([type, id, code]: RawFrame): void {
    // A call of the platform's own, and what is said of a frame that cannot be read.
    if (type === 2 || this.#unclear.has(id)) return
    if (!this.#due.has(id)) throw new Error(`Nobody asked for an answer to ${id} (${this.name})`)
    if (this.#answered.has(id)) throw new Error(`${id} was answered twice (${this.name}): ${this.#due.get(id)}`)
    if (code === 'InternalError')
      throw new Error(`${id} failed inside (${this.name}): ${this.#due.get(id)?.slice(0, 2000)}`)
    this.#answered.add(id)
  }
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}
