import { AppError } from './app-error.ts'

/**
 * The whole body of an answer.
 *
 * @throws AppError `too-large` beyond the limit, in bytes; the connection is then closed
 */
export async function readBounded(response: Response, limitBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body ?? []) {
    bytes += piece.length
    // Leaving the loop hangs up.
    if (bytes > limitBytes) throw new AppError('too-large', `The answer has more than ${limitBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
