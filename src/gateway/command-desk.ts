import { randomInt } from 'node:crypto'
import type { Command, CommandMove, Commands } from '#domain/commands'
import { AppError, type Bus, type BusPayload, type Logger, type Subscription } from '#kernel'
import type { CallEnd } from './commands/call-watch.ts'
import type { CommandAnswer, CommandContext, PlannedCall } from './commands/command-codec.ts'
import { commandContext } from './commands/command-context.ts'
import type { CommandEnd, CommandGround } from './commands/command-topic.ts'
import { planCommand } from './commands/commands.ts'
import { failedMove, mergeAnswers, refused } from './commands/merge-answers.ts'
import { commandTopics } from './commands/topics/index.ts'
import type { CallOutcome } from './session/session-state.ts'
import type { StationLink } from './session/station-link.ts'

interface DeskOptions extends CommandGround {
  readonly commands: Commands
  readonly bus: Bus
  readonly logger: Logger
}

/** Stations asked for their waiting commands at once, however many have just come back. */
const FETCHES_AT_ONCE = 500
const MAX_REQUEST_NUMBER = 2 ** 31 - 1
/** How long before it expires a command is sent at the latest: that it was has to be stored before another finds it waiting. */
const SEND_MARGIN_MS = 2_000

/** Takes commands to the stations connected here, and brings their answers back. */
export class CommandDesk {
  readonly #options: DeskOptions
  readonly #linkOf: (stationId: string) => StationLink | undefined
  /**
   * Commands in hand, and when each is on its way: one may come over the bus and be found waiting too, or found twice. How it
   * stands is read once it is in hand.
   */
  readonly #inHand = new Map<string, Promise<void>>()
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

  readonly #take = async ({ commandId, stationId }: BusPayload): Promise<BusPayload> => {
    if (typeof commandId !== 'string' || typeof stationId !== 'string') {
      throw new AppError('invalid', 'A command has an id and a station')
    }
    const link = this.#linkOf(stationId)
    if (this.#closed || link === undefined || link.isClosed) {
      throw new AppError('unavailable', 'The station is not connected here', { stationId })
    }
    // Whoever gives the next command when this one was taken has it sent after this one.
    await this.#begin(link, commandId)
    return { version: 1 }
  }

  async #fetchAll(): Promise<void> {
    this.#fetching += 1
    for (const link of this.#toFetch) {
      this.#toFetch.delete(link)
      if (link.isClosed) continue
      const { stationId } = link.station
      try {
        for (const commandId of await this.#options.commands.waiting(stationId)) await this.#begin(link, commandId)
      } catch (error) {
        this.#options.logger.warn('Waiting commands could not be read', { stationId, error })
      }
    }
    this.#fetching -= 1
  }

  /** Starts a command that nobody has in hand; resolves once its calls are on their way, so that the next one comes after it. */
  #begin(link: StationLink, commandId: string): Promise<void> {
    const begun = this.#inHand.get(commandId)
    if (begun !== undefined) return begun
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#inHand.set(commandId, promise)
    void this.#carryOut(link, commandId, resolve)
    return promise
  }

  async #carryOut(link: StationLink, commandId: string, onTheWay: () => void): Promise<void> {
    let waitsOn = false
    try {
      // What was read of it before may be long past: whoever had it in hand then may have carried it out.
      const command = await this.#options.commands.toSend(commandId)
      if (command.state === 'queued') waitsOn = !(await this.#askAndSettle(link, command, onTheWay))
    } catch (cause) {
      this.#options.logger.warn('A command could not be read', { commandId, stationId: link.station.stationId, cause })
    }
    this.#inHand.delete(commandId)
    onTheWay()
    if (waitsOn) this.#fetchAnew(link)
  }

  /** A connection that has come meanwhile left alone what the one before it had in hand. */
  #fetchAnew(former: StationLink): void {
    const link = this.#linkOf(former.station.stationId)
    if (link !== undefined && link !== former && link.registration === 'accepted') this.fetchWaiting(link)
  }

  /** Resolves with false when nothing was sent, and the command waits on. */
  async #askAndSettle(link: StationLink, command: Command, onTheWay: () => void): Promise<boolean> {
    const { logger } = this.#options
    try {
      const move = await this.#ask(link, command, onTheWay)
      await this.#settle(command, { move, failed: false })
      return move !== undefined
    } catch (error) {
      const known = error instanceof AppError
      if (!known) logger.error('A command failed', { commandId: command.id, stationId: command.stationId, error })
      const move = known ? refused(error.code, error.message) : refused('internal', 'the command failed')
      await this.#settle(command, { move, failed: true }).catch((cause: unknown) =>
        logger.warn('A command could not be settled', { commandId: command.id, cause }),
      )
      return true
    }
  }

  /** Makes a command's calls one after the other. Undefined: nothing was sent, the command waits on. */
  async #ask(link: StationLink, command: Command, onTheWay: () => void): Promise<CommandMove | undefined> {
    const { station, registration } = link
    const number = randomInt(1, MAX_REQUEST_NUMBER)
    const context = await commandContext(this.#options, station, registration, command, number)
    const plan = planCommand(station.version, command, context, station.derived?.sayings)
    if ('unsupported' in plan) return refused('unsupported', plan.unsupported)
    for (const call of plan) {
      const lack = link.lacks(call)
      if (lack !== undefined) return refused('unsupported', lack)
    }
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
      const mayBeSent = () => sent !== undefined || this.#isInTime(command)
      const asked = link.ask(call, { sent: onSent, mayBeSent })
      onTheWay()
      const outcome = await asked
      await sent
      const read = readOutcome(call, outcome, isSent)
      await call.watch?.settled?.(read.end, this.#options, command.stationId)
      if (outcome.kind === 'lost' && sent === undefined) return undefined
      if ('move' in read) {
        // What the station agreed to before holds, whatever came of the rest.
        if (heard.length > 0) await this.#learn(command, heard, context)
        return read.move
      }
      heard.push(read.end.answer)
      const instead = call.instead?.(read.end.answer)
      if (instead === undefined || instead.length === 0) answers.push(read.end.answer)
      rest = instead === undefined ? rest : [...instead]
    }
    await this.#learn(command, heard, context)
    return mergeAnswers(answers)
  }

  /** What has expired is told not to have happened: then it may not happen. */
  #isInTime({ expiresAt }: Command): boolean {
    return this.#options.clock.nowMs() < expiresAt.getTime() - SEND_MARGIN_MS
  }

  async #learn(command: Command, heard: readonly CommandAnswer[], context: CommandContext): Promise<void> {
    for (const topic of commandTopics) await topic.learn?.(this.#options, command, heard, context)
  }

  /** What it was about is told first: whoever waits for the command then finds both. */
  async #settle(command: Command, end: CommandEnd): Promise<void> {
    for (const topic of commandTopics) await topic.settle?.(this.#options, command, end)
    if (end.move !== undefined) await this.#options.commands.move(command.id, end.move)
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
