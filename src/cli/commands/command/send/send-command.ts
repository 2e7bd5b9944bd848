import type { Command } from 'commander'
import { type ApiClient, type Request, requestBodyOf, type Command as StationCommand } from '#api-client'
import { shapeOf } from '#json-schema'
import { newId } from '#kernel'
import { answer } from '../../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../../api-command.ts'
import { Unsuccessful } from '../../../failure.ts'
import { paint } from '../../../format/paint.ts'
import { printable } from '../../../format/text-width.ts'
import { wholeNumber } from '../../../options.ts'
import { openProgress, type Progress } from '../../../progress.ts'
import type { Surroundings } from '../../../surroundings.ts'
import { describedCommand } from '../show.ts'
import { isSettled, outcomeOf } from '../words.ts'
import { watchCommand } from './watch-command.ts'

export interface SendOptions extends ApiCommandOptions {
  readonly expiresIn?: number
  readonly wait: boolean
}

type Body = Request<'submitCommand'>['body']
/** A kind of command with its request, which the schema of the kind describes. */
export interface Wish {
  readonly kind: Body['kind']
  readonly request: object
}

/** Adds a command that asks something of a station, with the options all of these have. */
export function sendCommand(parent: Command, nameAndArguments: string, summary: string): Command {
  return apiCommand(parent, nameAndArguments, summary)
    .option(
      '--expires-in <seconds>',
      'how long it may wait for a station that is offline; 0: now or never; 60 if absent',
      wholeNumber(0, longestWaitS()),
    )
    .option('--no-wait', 'only ask, and show the command; `command show` tells later what came of it')
}

/** As the platform says itself. */
function longestWaitS(): number {
  const body = shapeOf(requestBodyOf('submitCommand'))
  const field = body.kind === 'object' ? body.fields.find(({ name }) => name === 'expiresInS') : undefined
  if (field?.shape.kind !== 'number' || field.shape.maximum === undefined) {
    throw new Error('The API does not say how long a command may wait')
  }
  return field.shape.maximum
}

/** Sends the wish, shows how it goes, and fails unless the station answers. */
export async function send(stationId: string, wish: Wish, options: SendOptions, around: Surroundings): Promise<void> {
  const api = openApi(options, around)
  const progress = openProgress(around)
  try {
    const settled = await submit(api, stationId, wish, options, around, progress)
    progress.clear()
    answer(around, options.json, settled, () => told(settled, around))
    if (settled.state !== 'answered' && options.wait) throw new Unsuccessful()
  } finally {
    progress.clear()
  }
}

async function submit(
  api: ApiClient,
  stationId: string,
  wish: Wish,
  { expiresIn: expiresInS, wait }: SendOptions,
  around: Surroundings,
  progress: Progress,
): Promise<StationCommand> {
  const submitted = await api.call('submitCommand', {
    // Which request belongs to which kind is known at run time only; the platform checks it once more.
    body: { ...wish, stationId, expiresInS } as Body,
    // Should the answer get lost on the way, the same request sent again is the same command.
    headers: { 'idempotency-key': newId() },
  })
  for (const warning of submitted.warnings) around.err.write(`warning: ${printable(warning)}\n`)
  if (!wait || isSettled(submitted)) return submitted
  const states: string[] = []
  return watchCommand(api, submitted, around, ({ state }) => {
    if (states.at(-1) !== state) states.push(state)
    progress.show(`${wish.kind} → ${stationId}: ${states.join(' → ')} …`)
  })
}

function told(command: StationCommand, around: Surroundings): string {
  if (!isSettled(command)) return `${command.state}: ${command.id}\n`
  const good = command.state === 'answered'
  const word = paint(around.out, good ? 'green' : 'red', [command.state, outcomeOf(command)].filter(Boolean).join(': '))
  const more = Object.keys(command.result?.details ?? {}).length > 0
  return `${word}\n${more ? `\n${describedCommand(command, around)}` : ''}`
}
