import type { Command } from 'commander'
import { type ApiClient, everyPage, type LiveEvent, type LoggedMessage } from '#api-client'
import { AppError } from '#kernel'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { paint } from '../../format/paint.ts'
import { cutTo, printable } from '../../format/text-width.ts'
import { pointInTime } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ListOptions {
  readonly follow?: boolean
  readonly from?: string
  readonly to?: string
  readonly action?: string
  readonly search?: string
}

type Message = Pick<LoggedMessage, 'at' | 'direction' | 'kind' | 'action' | 'messageId' | 'frame' | 'note'>

export function addStationMessages(station: Command, around: Surroundings): void {
  const time = pointInTime(() => around.clock.nowMs())
  listCommand(station, 'messages <station>', 'Show what a station and the platform said to each other')
    .option('-f, --follow', 'go on with what they say from now on, until Ctrl-C')
    .option('--from <time>', 'as 2026-11-01T12:00:00Z, or how long ago as 30m, 2h, 7d', time)
    .option('--to <time>', 'likewise', time)
    .option('--action <name>', 'only this action, as BootNotification')
    .option('--search <text>', 'only frames that hold this text')
    .addHelpText(
      'after',
      `
The newest last; → is what the platform sent, ← what the station sent. Secrets are masked.
With --follow and --json each message is a document on a line of its own.

Examples:
  chargewright station messages CS-1 --follow
  chargewright station messages CS-1 --from 2h --action StatusNotification`,
    )
    .action(async (id: string, options: Options) => {
      const api = openApi(options, around)
      if (options.follow === true) return follow(api, id, options, around)
      const { items } = await recent(api, id, options)
      const messages = items.toReversed()
      if (options.json === true) around.out.write(`${JSON.stringify({ items: messages }, null, 2)}\n`)
      else for (const message of messages) around.out.write(lineOf(message, around))
      if (items.length === 0 && options.json !== true) around.err.write('No messages are kept of that.\n')
    })
}

async function follow(api: ApiClient, id: string, options: Options, around: Surroundings): Promise<void> {
  const signal = around.interrupted()
  const print = (message: Message) =>
    around.out.write(options.json === true ? `${JSON.stringify(message)}\n` : lineOf(message, around))
  const events = api.follow({ stationId: id }, signal)
  // The first event says that the stream is open; only then the past is read, so that nothing falls between the two.
  await events.next()
  const { items } = await recent(api, id, options)
  for (const message of items.toReversed()) print(message)
  const shown = new Set(items.map(identityOf))
  for await (const event of events) {
    const message = messageIn(event)
    if (event.kind === 'resync') around.err.write('Some messages were left out: they came too fast.\n')
    if (message === undefined || !fits(message, options) || shown.has(identityOf(message))) continue
    print(message)
  }
  if (!signal.aborted) throw new AppError('unavailable', 'The platform has ended the stream')
}

function recent(api: ApiClient, id: string, options: Options) {
  const { from, to, action, search } = options
  return everyPage(
    (page) => api.call('listMessages', { params: { id }, query: { from, to, action, search, ...page } }),
    limitOf(options),
  )
}

function messageIn({ kind, data }: LiveEvent): Message | undefined {
  const { at, direction, frameKind, action, messageId, frame, note } = data
  if (kind !== 'message' || typeof at !== 'string' || typeof frame !== 'string') return undefined
  const known = FRAME_KINDS.find((one) => one === frameKind)
  return {
    at,
    frame,
    direction: direction === 'out' ? 'out' : 'in',
    kind: known ?? 'unreadable',
    ...(typeof action === 'string' ? { action } : {}),
    ...(typeof messageId === 'string' ? { messageId } : {}),
    ...(typeof note === 'string' ? { note } : {}),
  }
}

const FRAME_KINDS = ['call', 'result', 'error', 'send', 'result-error', 'unreadable'] as const

function fits({ action, frame }: Message, options: Options): boolean {
  if (options.action !== undefined && action !== options.action) return false
  return options.search === undefined || frame.toLowerCase().includes(options.search.toLowerCase())
}

function identityOf({ direction, kind, messageId, frame }: Message): string {
  return `${direction} ${kind} ${messageId ?? frame}`
}

function lineOf({ at, direction, kind, action, frame, note }: Message, { out }: Surroundings): string {
  const time = new Date(at).toTimeString().slice(0, 8)
  const arrow = paint(out, direction === 'out' ? 'yellow' : 'green', direction === 'out' ? '→' : '←')
  const label = `${(action ?? '').padEnd(20)} ${kind.padEnd(6)}`
  const remark = note === undefined ? '' : ` (${printable(note)})`
  const text = `${printable(frame)}${remark}`
  const room = out.columns - 8 - 1 - 1 - 1 - label.length - 1
  return `${paint(out, 'dim', time)} ${arrow} ${label} ${out.isTerminal ? cutTo(text, Math.max(40, room)) : text}\n`
}
