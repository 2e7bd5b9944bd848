import type { Command, CommandKind, CommandMove, CommandRequests, Commands } from '#domain/commands'
import type { DeviceModel, ReportedVariable, ReportPart, Variable } from '#domain/device-model'
import { AppError } from '#kernel'
import { Mailbox } from './mailbox.ts'

const empty = async () => ({ items: [] })
const settled = new Set(['answered', 'refused', 'timed-out', 'expired', 'lost'])

export class RecordedDeviceModel implements DeviceModel {
  readonly variables: ReportedVariable[] = []
  readonly parts: ReportPart[] = []
  async record(_: string, variables: readonly ReportedVariable[]): Promise<void> {
    this.variables.push(...variables)
  }
  async recordPart(part: ReportPart) {
    this.parts.push(part)
    return { complete: !part.toBeContinued, missing: [] }
  }
  async list(_: unknown, stationId: string): Promise<readonly Variable[]> {
    return this.variables.map((variable) => ({ ...variable, stationId, updatedAt: new Date(0) }))
  }
}

export class RecordedCommands implements Commands {
  readonly stored = new Map<string, Command>()
  readonly moves = new Mailbox<{ commandId: string; move: CommandMove }>()

  add<K extends CommandKind>(id: string, stationId: string, kind: K, request: CommandRequests[K]): void {
    const common = { id, stationId, partyId: 'default', warnings: [], requestedBy: 'test' }
    const times = { createdAt: new Date(0), expiresAt: new Date(8_640_000_000_000_000) }
    this.stored.set(id, { ...common, ...times, kind, request, state: 'queued' })
  }
  async waiting(stationId: string): Promise<readonly Command[]> {
    return [...this.stored.values()].filter((one) => one.stationId === stationId && one.state === 'queued')
  }
  async move(commandId: string, move: CommandMove): Promise<boolean> {
    const command = await this.get(undefined, commandId)
    if (settled.has(command.state)) return false
    this.stored.set(commandId, { ...command, ...move })
    this.moves.push({ commandId, move })
    return true
  }
  async get(_: unknown, commandId: string): Promise<Command> {
    const command = this.stored.get(commandId)
    if (command === undefined) throw new AppError('not-found', 'no such command')
    return command
  }
  async toSend(commandId: string): Promise<Command> {
    return await this.get(undefined, commandId)
  }
  async submit(): Promise<Command> {
    throw new AppError('unsupported', 'commands are added by the test')
  }
  async sweep(): Promise<number> {
    return 0
  }
  readonly list = empty
}
