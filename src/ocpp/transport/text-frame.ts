/** FIN, and the opcode of a text (RFC 6455 §5.2). */
const FINAL_TEXT = 0x81
const SHORT = 126
const LONG = 127

/** A whole text message in one unmasked frame, as a server sends it (RFC 6455 §5.1, §5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  if (length < SHORT) {
    const frame = Buffer.allocUnsafe(2 + length)
    frame[0] = FINAL_TEXT
    frame[1] = length
    frame.write(text, 2, 'utf8')
    return frame
  }
  const extended = length < 65_536 ? 2 : 8
  const frame = Buffer.allocUnsafe(2 + extended + length)
  frame[0] = FINAL_TEXT
  frame[1] = extended === 2 ? SHORT : LONG
  if (extended === 2) frame.writeUInt16BE(length, 2)
  else frame.writeBigUInt64BE(BigInt(length), 2)
  frame.write(text, 2 + extended, 'utf8')
  return frame
}
