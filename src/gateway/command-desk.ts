import { randomInt } from 'node:crypto'
import type { Command, CommandMove, Commands } from '#domain/commands'
import type { DeviceModel } from '#domain/device-model'
import type { Stations } from '#domain/stations'
import type { Transactions } from '#domain/transactions'
import { AppError, type Bus, type BusPayload, type Clock, type Logger, type Subscription } from '#kernel'
import type { CallEnd, Keepers } from './commands/call-watch.ts'
import type { CommandAnswer, CommandContext, PlannedCall, Unsupported } from './commands/command-codec.ts'
import { commandContext } from './commands/command-context.ts'
import { planCommand } from './commands/commands.ts'
import { failedMove, mergeAnswers, refused } from './commands/merge-answers.ts'
import { isStationPassword } from './commands/variable-codec.ts'
import type { CallOutcome } from './session/session-state.ts'
import type { StationLink } from './session/station-link.ts'

interface DeskOptions extends Keepers {
  readonly commands: Commands
  readonly transactions: Transactions
  readonly deviceModel: DeviceModel
  readonly stations: Stations
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
}

/** Stations asked for their waiting commands at once, however many have just come back. */
const FETCHES_AT_ONCE = 500
const MAX_REQUEST_NUMBER = 2 ** 31 - 1

/** Takes commands to the stations connected here, and brings their answers back. */
export class CommandDesk {
  readonly #options: DeskOptions
  readonly #linkOf: (stationId: string) => StationLink | undefined
  /** Commands in hand: one may come over the bus and be found waiting too. */
  readonly #inHand = new Set<string>()
  readonly #toFetch = new Set<StationLink>()
  #fetching = 0
  #closed = false

  constructor(options: DeskOptions, linkOf: (stationId: string) => StationLink | undefined) {
    this.#options = options
    this.#linkOf = linkOf
  }

  /** Answers for one station; all share the one function. */
  answerFor(subject: string): Subscription {
    return this.#options.bus.answer(subject, this.#take)
  }

  /** Sends what waits for a station that has come back, by and by. */
  fetchWaiting(link: StationLink): void {
    if (this.#closed) return
    this.#toFetch.add(link)
    if (this.#fetching < FETCHES_AT_ONCE) void this.#fetchAll()
  }

  close(): void {
    this.#closed = true
    this.#toFetch.clear()
  }

  readonly #take = async ({ commandId }: BusPayload): Promise<BusPayload> => {
    if (typeof commandId !== 'string') throw new AppError('invalid', 'A command has an id')
    const command = await this.#options.commands.toSend(commandId)
    const link = this.#linkOf(command.stationId)
    if (this.#closed || link === undefined || link.isClosed) {
      throw new AppError('unavailable', 'The station is not connected here', { stationId: command.stationId })
    }
    void this.#carryOut(link, command)
    return { version: 1 }
  }

  async #fetchAll(): Promise<void> {
    this.#fetching += 1
    for (const link of this.#toFetch) {
      this.#toFetch.delete(link)
      if (link.isClosed) continue
      const { stationId } = link.station
      try {
        for (const command of await this.#options.commands.waiting(stationId)) await this.#begin(link, command)
      } catch (error) {
        this.#options.logger.warn('Waiting commands could not be read', { stationId, error })
      }
    }
    this.#fetching -= 1
  }

  /** Starts a command; resolves once its calls are on their way, so that the next one comes after it. */
  async #begin(link: StationLink, command: Command): Promise<void> {
    let onTheWay = () => {}
    const begun = new Promise<void>((resolve) => {
      onTheWay = resolve
    })
    void this.#carryOut(link, command, onTheWay)
    await begun
  }

  async #carryOut(link: StationLink, command: Command, onTheWay = () => {}): Promise<void> {
    const { commands, logger } = this.#options
    if (command.state !== 'queued' || this.#inHand.has(command.id)) return onTheWay()
    this.#inHand.add(command.id)
    try {
      const move = await this.#ask(link, command, onTheWay)
      if (move !== undefined) await commands.move(command.id, move)
    } catch (error) {
      const known = error instanceof AppError
      if (!known) logger.error('A command failed', { commandId: command.id, stationId: command.stationId, error })
      await commands
        .move(command.id, known ? refused(error.code, error.message) : refused('internal', 'the command failed'))
        .catch((cause: unknown) => logger.warn('A command could not be settled', { commandId: command.id, cause }))
    } finally {
      this.#inHand.delete(command.id)
      onTheWay()
    }
  }

  /** Makes a command's calls one after the other. Undefined: nothing was sent, the command waits on. */
  async #ask(link: StationLink, command: Command, onTheWay: () => void): Promise<CommandMove | undefined> {
    const plan = await this.#plan(link, command)
    if ('unsupported' in plan) return refused('unsupported', plan.unsupported)
    const answers: CommandAnswer[] = []
    const heard: CommandAnswer[] = []
    let sent: Promise<unknown> | undefined
    let isSent = false
    const onSent = () => {
      isSent = true
      sent ??= this.#options.commands.move(command.id, { state: 'sent' })
    }
    let rest = [...plan]
    for (let call = rest.shift(); call !== undefined; call = rest.shift()) {
      isSent = false
      await call.watch?.sending?.(this.#options, command.stationId)
      const asked = link.ask(call, onSent)
      onTheWay()
      const outcome = await asked
      await sent
      const read = readOutcome(call, outcome, isSent)
      await call.watch?.settled?.(read.end, this.#options, command.stationId)
      if (outcome.kind === 'lost' && sent === undefined) return undefined
      if ('move' in read) return read.move
      heard.push(read.end.answer)
      const instead = call.instead?.(read.end.answer)
      if (instead === undefined || instead.length === 0) answers.push(read.end.answer)
      rest = instead === undefined ? rest : [...instead]
    }
    await this.#learn(link.station.stationId, command, heard)
    return mergeAnswers(answers)
  }

  async #plan(link: StationLink, command: Command): Promise<readonly PlannedCall[] | Unsupported> {
    const { version } = link.station
    const number = randomInt(1, MAX_REQUEST_NUMBER)
    const context: CommandContext = await commandContext(this.#options, version, link.registration, command, number)
    return planCommand(version, command, context)
  }

  /** What the answers say about the station beside the command. */
  async #learn(stationId: string, command: Command, answers: readonly CommandAnswer[]): Promise<void> {
    const { deviceModel, stations, clock } = this.#options
    const variables = answers.flatMap((answer) => answer.variables ?? [])
    const source = command.kind === 'set-variables' ? 'set' : 'get'
    if (variables.length > 0) await deviceModel.record(stationId, variables, new Date(clock.nowMs()), source)
    // 2.0.1 A01.FR.03: once the station has taken a new password, the former one is void.
    if (setsPassword(command) && answers.every(({ accepted }) => accepted)) await stations.confirmSecret(stationId)
  }
}

type Answered = Extract<CallEnd, { outcome: 'answered' }>

/** What came of a call: an answer, or how the command ends without one. */
function readOutcome(
  call: PlannedCall,
  outcome: CallOutcome,
  isSent: boolean,
): { readonly end: Answered } | { readonly end: CallEnd; readonly move: CommandMove } {
  if (outcome.kind !== 'result') {
    const isUnknown = isSent && (outcome.kind === 'timed-out' || outcome.kind === 'lost')
    return { end: { outcome: isUnknown ? 'unknown' : 'refused' }, move: failedMove(outcome) }
  }
  const answer = outcome.fault === undefined ? call.read(outcome.payload) : undefined
  if (answer !== undefined) return { end: { outcome: 'answered', answer } }
  const message = outcome.fault?.description ?? 'not an answer'
  return { end: { outcome: 'unknown' }, move: failedMove({ kind: 'unreadable', message }) }
}

function setsPassword({ kind, request }: Command): boolean {
  return kind === 'set-variables' && 'variables' in request && (request.variables?.some(isStationPassword) ?? false)
}
