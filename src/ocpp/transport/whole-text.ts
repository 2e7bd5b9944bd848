/** FIN, and the opcode of a text (RFC 6455 §5.2). */
const FINAL_TEXT = 0x81
const MASKED = 0x80
const SHORT = 126
const LONG = 127
const SHORT_HEADER = 6
const MEDIUM_HEADER = 8

const mask = new Uint8Array(4)
const maskWord = new Int32Array(mask.buffer)

/** Bytes, and the same memory by words of four. */
export interface FrameBytes {
  readonly bytes: Buffer
  readonly words: Int32Array
}

/** Both views of a buffer that begins at the start of its memory. */
export function frameBytes(bytes: Buffer): FrameBytes {
  return { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) }
}

/**
 * Where the frame ends that begins at `start`, when it is what stations send: a whole text message in one masked frame of less than
 * 64 KB (RFC 6455 §5.2), all of which has come. 0 for everything else.
 */
export function wholeTextEnd(bytes: Buffer, start: number, end: number, maxPayload: number): number {
  if (end - start < SHORT_HEADER || bytes[start] !== FINAL_TEXT) return 0
  const length = (bytes[start + 1] ?? 0) - MASKED
  if (length < 0 || length === LONG || (length === SHORT && end - start < MEDIUM_HEADER)) return 0
  const payload = length === SHORT ? bytes.readUInt16BE(start + 2) : length
  // A length that would have fitted into fewer bytes; whoever reads the rest may judge it.
  if (length === SHORT && payload < SHORT) return 0
  const frameEnd = start + payload + (length === SHORT ? MEDIUM_HEADER : SHORT_HEADER)
  return frameEnd <= end && payload <= maxPayload ? frameEnd : 0
}

/** The text of the frame that `wholeTextEnd` found; undefined, and the bytes as they were, when it is no UTF-8 (RFC 6455 §8.1). */
export function wholeText(frame: FrameBytes, start: number, end: number): string | undefined {
  const header = end - start < SHORT + SHORT_HEADER ? SHORT_HEADER : MEDIUM_HEADER
  const from = start + header
  unmask(frame, from, end)
  const text = frame.bytes.toString('utf8', from, end)
  // What cannot be decoded becomes this character; a station that means it itself is read the other way as well.
  if (!text.includes('\ufffd')) return text
  unmask(frame, from, end)
  return undefined
}

/** RFC 6455 §5.3, word by word; done twice it undoes itself. */
function unmask({ bytes, words }: FrameBytes, from: number, end: number): void {
  const key = from - 4
  let at = from
  for (; at < end && (at & 3) !== 0; at++) bytes[at] = byteAt(bytes, at) ^ byteAt(bytes, key + ((at - from) & 3))
  for (let index = 0; index < 4; index++) mask[index] = byteAt(bytes, key + ((at - from + index) & 3))
  const word = maskWord[0] ?? 0
  const lastWord = end >> 2
  for (let index = at >> 2; index < lastWord; index++) words[index] = (words[index] ?? 0) ^ word
  for (at = Math.max(at, lastWord << 2); at < end; at++) {
    bytes[at] = byteAt(bytes, at) ^ byteAt(bytes, key + ((at - from) & 3))
  }
}

function byteAt(bytes: Buffer, at: number): number {
  return bytes[at] ?? 0
}
