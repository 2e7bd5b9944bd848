import type { CommandRequests } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { ID_TAG_LIMIT } from '../actions/token-codec.ts'
import type { CallWatch } from './call-watch.ts'
import {
  type CommandContext,
  type CommandFile,
  type Saying,
  say,
  type Unsupported,
  unsupported,
} from './command-codec.ts'
import { oneEvse } from './one-evse.ts'
import { statusAnswer } from './status-answer.ts'
import { tellingToken, types21, types201, writeGroup, writeIdToken } from './token-writing.ts'

type Request = CommandRequests['reserve-now']

/** The connectors that 2.0.1 has names for (part 2, ConnectorEnumType); 2.1 keeps an open list. */
const CONNECTORS_201 = [
  ...(['cCCS1', 'cCCS2', 'cG105', 'cTesla', 'cType1', 'cType2', 's309-1P-16A', 's309-1P-32A'] as const),
  ...(['s309-3P-16A', 's309-3P-32A', 'sBS1361', 'sCEE-7-7', 'sType2', 'sType3', 'Other1PhMax16A'] as const),
  ...(['Other1PhOver16A', 'Other3Ph', 'Pan', 'wInductive', 'wResonant', 'Undetermined', 'Unknown'] as const),
] as const satisfies readonly v201.ConnectorEnumType[]

const readStatus = statusAnswer(new Set(['Accepted']))

function read(answer: Parameters<typeof readStatus>[0], { reservation }: CommandContext) {
  const { details, ...rest } = readStatus(answer)
  return { ...rest, details: { ...details, reservationId: reservation?.id, number: reservation?.number } }
}

function write2x<Type extends string, Connector extends string>(
  { evseId, token, tokenKind = 'rfid', groupId, expiresAt }: Request,
  { reservation }: CommandContext,
  words: { readonly types: Readonly<Record<string, Type>>; readonly central: Type },
  connectorType: Connector | undefined,
) {
  const { types, central } = words
  if (reservation === undefined) return UNNAMED
  return [
    defined({
      id: reservation.number,
      expiryDateTime: new Date(expiresAt).toISOString(),
      idToken: writeIdToken(token, tokenKind, types, central),
      groupIdToken: writeGroup(groupId, central),
      evseId: oneEvse(evseId),
      connectorType,
    }),
  ]
}

const UNNAMED: Unsupported = unsupported('the reservation is not known')

/** ReserveNow: 1.6 §5.13 · 2.x H01. */
export const reserveNow: CommandFile<'reserve-now'> = {
  'ocpp1.6': kept(
    'ocpp1.6',
    say('ocpp1.6', 'ReserveNow', {
      write: ({ evseId = 0, connectorType, token, groupId, expiresAt }, { reservation }) => {
        if (reservation === undefined) return UNNAMED
        if (connectorType !== undefined) return unsupported('OCPP 1.6 reserves connectors by number only')
        const parentIdTag = groupId !== undefined && groupId.length <= ID_TAG_LIMIT ? groupId : undefined
        const expiryDate = new Date(expiresAt).toISOString()
        return [
          defined({ connectorId: evseId, expiryDate, idTag: token, parentIdTag, reservationId: reservation.number }),
        ]
      },
      read,
    }),
  ),
  'ocpp2.0.1': kept(
    'ocpp2.0.1',
    say('ocpp2.0.1', 'ReserveNow', {
      write: (request, context) => {
        const connector = CONNECTORS_201.find((known) => known === request.connectorType)
        if (connector !== request.connectorType) return unsupported('OCPP 2.0.1 has no such type of connector')
        return write2x(request, context, { types: types201, central: 'Central' }, connector)
      },
      read,
    }),
  ),
  'ocpp2.1': kept(
    'ocpp2.1',
    say('ocpp2.1', 'ReserveNow', {
      write: (request, context) =>
        write2x(request, context, { types: types21, central: 'Central' }, request.connectorType),
      read,
    }),
  ),
}

/** Has the domain keep what is asked for: a new reservation before it is, a changed one once the station agrees. */
function kept(version: OcppVersion, saying: Saying<'reserve-now'>): Saying<'reserve-now'> {
  const telling = tellingToken(version, saying)
  return (request, context) => {
    const calls = telling(request, context)
    const watch = watchOf(request, context)
    return 'unsupported' in calls || watch === undefined ? calls : calls.map((call) => ({ ...call, watch }))
  }
}

function watchOf(request: Request, { reservation, wantedReservation: wanted }: CommandContext): CallWatch | undefined {
  if (reservation === undefined || wanted === undefined) return undefined
  const { number } = reservation
  const isNew = request.reservationId === undefined
  return {
    async sending({ reservations }) {
      if (isNew) await reservations.asked(reservation, wanted)
    },
    async settled(end, { reservations }, stationId) {
      if (end.outcome === 'answered') {
        const { accepted, status } = end.answer
        if (isNew) await reservations.answered(stationId, number, accepted, status)
        else if (accepted) await reservations.changed(reservation, wanted, status)
      } else if (isNew && end.outcome === 'refused') await reservations.withdrawn(stationId, number)
    },
  }
}
