import type { InstalledUse, ToldCertificate } from '#domain/certificates'
import type { CommandRequests } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { readHashData } from '../actions/certificate-codec.ts'
import { readUse, uses16, uses21, uses201, useWord } from './certificate-uses.ts'
import { type CommandAnswer, type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'

type Request = CommandRequests['get-installed-certificates']
type Table<Word extends string> = { readonly [U in InstalledUse]?: Word }

const all201 = {
  ...uses201,
  'v2g-chain': 'V2GCertificateChain',
} as const satisfies Table<v201.GetCertificateIdUseEnumType>
const all21 = {
  ...uses21,
  'v2g-chain': 'V2GCertificateChain',
} as const satisfies Table<v21.GetCertificateIdUseEnumType>

/** The words for what is asked; the uses this version lacks are the reason not to ask. */
function words<Word extends string>(table: Table<Word>, { uses = [] }: Request): readonly Word[] | Unsupported {
  const found = uses.flatMap((use) => useWord(table, use) ?? [])
  if (found.length === uses.length) return found
  const lacking = uses.filter((use) => useWord(table, use) === undefined)
  return unsupported(`this version has no ${lacking.join(', no ').replaceAll('-', ' ')}`)
}

/** M03.FR.02: to keep none is an answer like another. */
function answer(
  status: string,
  told: readonly ToldCertificate[],
  uses: readonly InstalledUse[] | undefined,
): CommandAnswer {
  return {
    status,
    accepted: status === 'Accepted' || status === 'NotFound',
    details: { certificates: told },
    installed: uses === undefined ? { told } : { uses, told },
  }
}

function read16(
  { status, certificateHashData = [] }: v16.GetInstalledCertificateIdsResponse,
  { certificateType }: v16.GetInstalledCertificateIdsRequest,
): CommandAnswer {
  const use = readUse(uses16, certificateType) ?? 'platform-root'
  const told = certificateHashData.map((data) => ({ use, hashData: readHashData(data), children: [] }))
  return answer(status, told, [use])
}

function read2(
  table: Table<string>,
  response: v201.GetInstalledCertificateIdsResponse | v21.GetInstalledCertificateIdsResponse,
  asked: readonly string[] | undefined,
): CommandAnswer {
  const told = (response.certificateHashDataChain ?? []).flatMap((chain): ToldCertificate[] => {
    const use = readUse(table, chain.certificateType)
    const children = (chain.childCertificateHashData ?? []).map(readHashData)
    return use === undefined ? [] : [{ use, hashData: readHashData(chain.certificateHashData), children }]
  })
  return answer(
    response.status,
    told,
    asked?.flatMap((word) => readUse(table, word) ?? []),
  )
}

/** GetInstalledCertificateIds: security whitepaper M03 for 1.6, one use a call · 2.x M03. */
export const getInstalledCertificates: CommandFile<'get-installed-certificates'> = {
  'ocpp1.6': say('ocpp1.6', 'GetInstalledCertificateIds', {
    write: (request) => {
      const named = words(uses16, request)
      if ('unsupported' in named) return named
      return (named.length === 0 ? Object.values(uses16) : named).map((certificateType) => ({ certificateType }))
    },
    read: (response, _, asked) => read16(response, asked),
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetInstalledCertificateIds', {
    write: (request) => {
      const named = words(all201, request)
      return 'unsupported' in named ? named : [named.length === 0 ? {} : { certificateType: named }]
    },
    read: (response, _, asked) => read2(all201, response, asked.certificateType),
  }),
  'ocpp2.1': say('ocpp2.1', 'GetInstalledCertificateIds', {
    write: (request) => {
      const named = words(all21, request)
      return 'unsupported' in named ? named : [named.length === 0 ? {} : { certificateType: named }]
    },
    read: (response, _, asked) => read2(all21, response, asked.certificateType),
  }),
}
