import type { ContractAnswer, ContractRequest } from '#domain/certificates'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { defined } from './defined.ts'
import { wordFor } from './word.ts'

/** Room for the message to the vehicle, in characters. */
const ROOM_201 = 5_600
const ROOM_21 = 17_000
/** Of statusInfo.additionalInfo in 2.0.1. */
const LONGEST_INFO = 512

const actions = { Install: 'install', Update: 'update' } as const

const read = (
  payload: v201.Get15118EVCertificateRequest | v21.Get15118EVCertificateRequest,
  { station: { stationId, partyId } }: StationCall,
): ContractRequest => {
  const more: Partial<v21.Get15118EVCertificateRequest> = payload
  return defined({
    ...{ stationId, partyId, action: wordFor(actions, payload.action) ?? 'install', exiRequest: payload.exiRequest },
    schemaVersion: payload.iso15118SchemaVersion,
    maximumContracts: more.maximumContractCertificateChains,
    prioritizedEmaids: more.prioritizedEMAIDs,
  })
}

/** A message that must be there, also where there is none. */
function failed(reason: string) {
  const statusInfo = { reasonCode: 'Unspecified', additionalInfo: reason.slice(0, LONGEST_INFO) }
  return { status: 'Failed' as const, exiResponse: '', statusInfo }
}

function write(answer: ContractAnswer, room: number) {
  if (answer.status === 'failed') return failed(answer.reason)
  if (answer.exiResponse.length > room) return failed('the message is longer than this version has room for')
  return { status: 'Accepted' as const, exiResponse: answer.exiResponse }
}

/** Get15118EVCertificate: 2.x M01 and M02; the messages of the vehicle are passed on and never read. */
export const get15118EvCertificate = {
  versions: {
    'ocpp2.0.1': { action: 'Get15118EVCertificate', read, write: (answer) => write(answer, ROOM_201) },
    'ocpp2.1': {
      action: 'Get15118EVCertificate',
      read,
      // M01.FR.04 and 07.
      write: (answer) => ({
        ...write(answer, ROOM_21),
        ...(answer.status === 'found' && answer.remaining !== undefined && { remainingContracts: answer.remaining }),
      }),
    },
  },
  handle: (request, _, { certificates }) => certificates.contractCertificate(request),
} satisfies Action<ContractRequest, ContractAnswer>
