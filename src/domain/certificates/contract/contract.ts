import type { HashData } from '../hash-data.ts'
import type { RevocationAnswer, RevocationQuestion } from '../revocation/revocation-service.ts'

/** What a vehicle shows of its contract: the chain itself, or the names of its certificates and who knows of them. */
export interface ShownContract {
  /** PEM, the contract's certificate first. */
  readonly chain?: string
  readonly certificates?: readonly { readonly hashData: HashData; readonly responderUrl: string }[]
  /** The contract id the token names. */
  readonly emaid: string
}

/** Whether the certificates of a contract hold; that the contract does is for the token to say (C07.FR.13 to 17). */
export type ContractStanding = 'valid' | 'expired' | 'revoked' | 'unverifiable'

/** A vehicle wants a certificate for its contract, in a message of ISO 15118 that is passed on as it is (M01, M02). */
export interface ContractRequest {
  readonly stationId: string
  readonly partyId: string
  readonly action: 'install' | 'update'
  readonly schemaVersion: string
  /** EXI in base64. */
  readonly exiRequest: string
  /** How many contracts the vehicle takes (ISO 15118-20); absent: one (ISO 15118-2). */
  readonly maximumContracts?: number
  readonly prioritizedEmaids?: readonly string[]
}

export type ContractAnswer =
  | {
      readonly status: 'found'
      /** EXI in base64. */
      readonly exiResponse: string
      /** How many more the vehicle gets by asking again (ISO 15118-20). */
      readonly remaining?: number
    }
  | { readonly status: 'failed'; readonly reason: string }

/** Whoever makes certificates for contracts: a pool of contract certificates, which is no part of this platform. */
export interface ContractProvider {
  /**
   * The messages for the vehicle, EXI in base64, one a contract; the most wanted first.
   *
   * @throws AppError when it cannot say
   */
  contracts(request: ContractRequest): Promise<readonly string[]>
}

/** What is asked about certificates of vehicles. None of it throws for what is outside: that is an answer. */
export interface VehicleCertificates {
  /** Asks whether a certificate is revoked, of those who may be asked (M06, M07; F-09). */
  askRevocation(question: RevocationQuestion): Promise<RevocationAnswer>
  judgeContract(contract: ShownContract): Promise<ContractStanding>
  contractCertificate(request: ContractRequest): Promise<ContractAnswer>
}
