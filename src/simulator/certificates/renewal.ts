import type { StationBody } from '../station/body.ts'
import type { Message } from '../station/dialect.ts'
import type { Application } from './own-certificate.ts'

/** Has the station make a key and ask for its certificate, as an operator has asked (A02). */
export function applyForCertificate(body: StationBody, word: (application: Application) => Message): void {
  const { certificates } = body
  void certificates.apply((application) =>
    body.send(word(application), true, (outcome) => {
      if (outcome.type === 'result' && outcome.payload.status === 'Rejected') certificates.giveUp()
    }),
  )
}

/** What a station does with a certificate it is sent, beside answering; `complaint` is its security event about a bad one. */
export function takeCertificate(
  body: StationBody,
  chain: string,
  requestId: number | undefined,
  complaint: string,
): { readonly accepted: boolean; readonly after: () => void } {
  const fits = chain.length <= body.settings.longestChain
  const accepted = fits && body.certificates.take(chain, requestId)
  // A02.FR.08: it switches by connecting again; A02.FR.07: it tells what it will not have.
  return { accepted, after: accepted ? () => body.reconnect() : () => body.tellSecurity(complaint) }
}
