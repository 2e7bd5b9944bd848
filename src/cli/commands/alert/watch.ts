import type { Command } from 'commander'
import { type Alert, type ApiClient, everyPage, type LiveEvent } from '#api-client'
import { AppError } from '#kernel'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { paint } from '../../format/paint.ts'
import { cutTo, printable } from '../../format/text-width.ts'
import { wholeNumber } from '../../options.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'
import { placeOf, SEVERITY_HELP, severe, whatOf } from './words.ts'

interface Options extends ApiCommandOptions {
  readonly station?: string
  readonly atLeast: number
}

/** Of what is open already so many are shown at most. */
const MOST_SHOWN = 1_000
const LEAST_GRAVE = 9

export function addAlertWatch(alert: Command, around: Surroundings): void {
  apiCommand(alert, 'watch', 'Show what is wrong now, and what becomes so, until Ctrl-C')
    .option('--station <id>', 'only at this station')
    .option('--at-least <severity>', 'only what is this grave or graver, 0 to 9', wholeNumber(0, 9), LEAST_GRAVE)
    .addHelpText(
      'after',
      `
A line for each alert that is open, then one whenever an alert is opened, told again, acknowledged or closed. With --json
each line is a document: the alert, and the step it made.

${SEVERITY_HELP}

Example:
  chargewright alert watch --at-least 3`,
    )
    .action((options: Options) => stayingAlive(watch(openApi(options, around), options, around)))
}

async function watch(api: ApiClient, options: Options, around: Surroundings): Promise<void> {
  const signal = around.interrupted()
  const { station: stationId, atLeast } = options
  const print = (step: string, alert: Alert) =>
    around.out.write(options.json === true ? `${JSON.stringify({ step, alert })}\n` : lineOf(step, alert, around))
  const events = api.follow(stationId === undefined ? {} : { stationId }, signal)
  // The first event says that the stream is open; only then it is asked what is open, so that nothing falls between.
  await events.next()
  await showOpen(api, { stationId, atLeast }, print)
  for await (const event of events) {
    if (event.kind === 'resync') {
      around.err.write('Some events were left out: they came too fast. This is open now:\n')
      await showOpen(api, { stationId, atLeast }, print)
    }
    const told = stepIn(event, atLeast)
    if (told !== undefined) print(told.step, await api.call('getAlert', { params: { id: told.alertId } }))
  }
  if (!signal.aborted) throw new AppError('unavailable', 'The platform has ended the stream')
}

async function showOpen(
  api: ApiClient,
  filter: { readonly stationId: string | undefined; readonly atLeast: number },
  print: (step: string, alert: Alert) => void,
): Promise<void> {
  const query = { open: true, ...filter }
  const { items } = await everyPage((page) => api.call('listAlerts', { query: { ...query, ...page } }), MOST_SHOWN)
  for (const alert of items.toReversed()) print('open', alert)
}

function stepIn({ kind, data }: LiveEvent, atLeast: number) {
  const { alertId, step, severity } = data
  if (kind !== 'alert' || typeof alertId !== 'string' || typeof step !== 'string') return undefined
  return typeof severity === 'number' && severity > atLeast ? undefined : { alertId, step }
}

function lineOf(step: string, alert: Alert, { out }: Surroundings): string {
  const at = step === 'open' || step === 'opened' ? alert.openedAt : (alert.closedAt ?? alert.acknowledgedAt)
  const time = new Date(at ?? alert.lastAt).toTimeString().slice(0, 8)
  const label = `${String(alert.severity)} ${step.padEnd(12)}`
  const text = printable(`${placeOf(alert)}: ${whatOf(alert)}: ${alert.detail}`)
  const room = Math.max(40, out.columns - 8 - label.length - 2)
  const shown = out.isTerminal ? cutTo(text, room) : text
  const over = step === 'closed' ? paint(out, 'green', label) : severe(out, alert.severity, label)
  return `${paint(out, 'dim', time)} ${over} ${shown}\n`
}
