import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Request, Token } from '#api-client'
import { wordsOf } from '../../words.ts'

type Place = NonNullable<Token['places']>[number]
type Transfer = NonNullable<Token['transfers']>[number]

const EVSE_KINDS = wordsOf<NonNullable<Token['evseKind']>>({ ac: true, dc: true })
const TRANSFERS = wordsOf<Transfer>({
  'ac-single-phase': true,
  'ac-two-phase': true,
  'ac-three-phase': true,
  dc: true,
  'ac-bidirectional': true,
  'ac-bidirectional-der': true,
  'ac-der': true,
  'dc-bidirectional': true,
  'dc-pantograph': true,
  'dc-pantograph-bidirectional': true,
  wireless: true,
})

export interface LimitOptions {
  readonly at?: readonly Place[]
  readonly evseKind?: Token['evseKind']
  readonly transfer?: readonly Transfer[]
}

/** Where a token may charge, and by which transfers of energy. */
export function withLimits(command: Command): Command {
  return command
    .option('--at <place>', 'only there: a station CS-1, an EVSE CS-1/2, a location location:yard', readPlace)
    .addOption(new Option('--evse-kind <kind>', 'only at EVSEs of this kind').choices(EVSE_KINDS))
    .addOption(new Option('--transfer <way...>', 'how energy may get to its vehicle, and from it').choices(TRANSFERS))
}

/** Reads `location:yard`, `CS-1` or `CS-1/2`; more than one are gathered. */
function readPlace(text: string, before: readonly Place[] = []): readonly Place[] {
  const [, locationId] = /^location:(.+)$/.exec(text) ?? []
  if (locationId !== undefined) return [...before, { locationId }]
  const [, stationId, evse] = /^([^/]+)(?:\/([1-9]\d{0,3}))?$/.exec(text) ?? []
  if (stationId === undefined) throw new InvalidArgumentError('It has to be CS-1, CS-1/2 or location:yard.')
  return [...before, evse === undefined ? { stationId } : { stationId, evseId: Number(evse) }]
}

type Limits = Pick<Request<'createToken'>['body'], 'places' | 'evseKind' | 'transfers'>

export function limitsOf({ at, evseKind, transfer }: LimitOptions): Limits {
  return {
    ...(at !== undefined && { places: [...at] }),
    ...(evseKind !== undefined && { evseKind }),
    ...(transfer !== undefined && { transfers: [...transfer] }),
  }
}
