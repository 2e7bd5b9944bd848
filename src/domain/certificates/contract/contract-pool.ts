import { AppError, type Clock, readBounded } from '#kernel'
import type { ContractProvider, ContractRequest } from './contract.ts'
import { isSameContract } from './contract-chain.ts'
import type { PoolToken } from './pool-token.ts'

export interface ContractPoolOptions {
  readonly clock: Clock
  /** As https://pool.example.org, with a path before `/v1/ccp` where it has one. */
  readonly url: string
  readonly token: PoolToken
}

/** The whole way from the vehicle and back may take five seconds (ISO 15118-2, remark of M01). */
const PATIENCE_MS = 4_500
const LIMIT_BYTES = 500_000
/** Questions under way at once, so that a pool that hangs costs memory for no more. */
const AT_ONCE = 50
/** More contracts than any vehicle keeps. */
const MOST_CONTRACTS = 64

interface PooledContract {
  readonly exiResponse: string
  readonly emaid: string
}

/** A contract certificate pool elsewhere, asked by the Open Plug&Charge Protocol (OPCP 1.0, `ccp` signedContractData). */
export function createContractPool(options: ContractPoolOptions): ContractProvider {
  let underWay = 0
  return {
    async contracts(request) {
      if (underWay >= AT_ONCE) throw new AppError('unavailable', 'Too many vehicles ask the contract pool at once')
      underWay += 1
      try {
        const found = await ask(options, request)
        return inOrder(found, request).map(({ exiResponse }) => exiResponse)
      } finally {
        underWay -= 1
      }
    },
  }
}

/** 2.1 Get15118EVCertificate.prioritizedEMAIDs: the wanted ones come first, in the order the vehicle names them. */
function inOrder(found: readonly PooledContract[], { prioritizedEmaids = [] }: ContractRequest): PooledContract[] {
  const rank = ({ emaid }: PooledContract) => {
    const at = prioritizedEmaids.findIndex((wanted) => isSameContract(wanted, emaid))
    return at === -1 ? prioritizedEmaids.length : at
  }
  return [...found].sort((one, other) => rank(one) - rank(other))
}

async function ask(options: ContractPoolOptions, request: ContractRequest): Promise<readonly PooledContract[]> {
  const patience = new AbortController()
  const timer = options.clock.after(PATIENCE_MS, () => patience.abort())
  try {
    let response = await post(options, request, patience.signal)
    if (response.status === 401 && options.token.forget()) {
      await response.body?.cancel()
      response = await post(options, request, patience.signal)
    }
    if (response.status === 200) return readContracts(await readBounded(response, LIMIT_BYTES))
    await response.body?.cancel()
    // The pool has no such vehicle, or no contract for it.
    if (response.status === 404) return []
    throw new AppError('unavailable', `The contract pool answered with status ${response.status}`)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unavailable', 'The contract pool cannot be reached', {}, { cause })
  } finally {
    timer.cancel()
  }
}

async function post(
  { url, token }: ContractPoolOptions,
  { exiRequest, schemaVersion }: ContractRequest,
  signal: AbortSignal,
): Promise<Response> {
  const shown = await token.get(signal)
  return await fetch(`${url.replace(/\/+$/, '')}/v1/ccp/signedContractData`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      ...(shown === '' ? {} : { Authorization: `Bearer ${shown}` }),
    },
    body: JSON.stringify({ certificateInstallationReq: exiRequest, xsdMsgDefNamespace: schemaVersion }),
    redirect: 'error',
    signal,
  })
}

function readContracts(body: Buffer): PooledContract[] {
  const { CCPResponse } = fieldsOf(parse(body.toString('utf8')))
  const { emaidContent } = fieldsOf(CCPResponse)
  if (!Array.isArray(emaidContent)) throw useless()
  return emaidContent.slice(0, MOST_CONTRACTS).map((content: unknown) => {
    const { certificateInstallationRes, emaid } = fieldsOf(fieldsOf(content).messageDef)
    if (typeof certificateInstallationRes !== 'string' || !/^[\w+/=-]+$/.test(certificateInstallationRes)) {
      throw useless()
    }
    return { exiResponse: certificateInstallationRes, emaid: typeof emaid === 'string' ? emaid : '' }
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid', 'The contract pool does not answer in JSON', {}, { cause })
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value)
}

function useless(): AppError {
  return new AppError('invalid', 'The answer of the contract pool cannot be read')
}
