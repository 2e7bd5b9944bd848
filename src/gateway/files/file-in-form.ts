import { AppError } from '#kernel'

/** The longest head of a part. */
const LONGEST_HEAD = 8_192

/** The boundary a form is divided by (RFC 7578 §4.1); undefined for a body that is no form. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '') ?? []
  return quoted ?? plain
}

export interface FormFile {
  /** The head of its part, as it came. */
  readonly head: string
  readonly content: AsyncGenerator<Uint8Array>
}

/**
 * The first part of a form, where stations put the file they bring: its head first, its content as it comes.
 *
 * @throws AppError `invalid` for a body that is no such form; while its content is read, when it breaks off.
 */
export async function openForm(source: AsyncIterable<Uint8Array>, boundary: string): Promise<FormFile> {
  const pieces = source[Symbol.asyncIterator]()
  let read = Buffer.alloc(0)
  for (;;) {
    const end = read.indexOf('\r\n\r\n')
    if (end >= 0) {
      const head = read.toString('latin1', 0, end)
      if (!head.startsWith(`--${boundary}\r\n`))
        throw new AppError('invalid', 'The form does not begin with its boundary')
      return { head, content: untilMark(read.subarray(end + 4), pieces, Buffer.from(`\r\n--${boundary}`)) }
    }
    if (read.length > LONGEST_HEAD) throw new AppError('invalid', 'The head of the form is too long')
    const next = await pieces.next()
    if (next.done === true) throw new AppError('invalid', 'The form holds no file')
    read = Buffer.concat([read, next.value])
  }
}

async function* untilMark(first: Buffer, pieces: AsyncIterator<Uint8Array>, mark: Buffer): AsyncGenerator<Uint8Array> {
  let held = first
  for (;;) {
    const end = held.indexOf(mark)
    if (end >= 0) {
      if (end > 0) yield held.subarray(0, end)
      return
    }
    // The last bytes may be the beginning of the mark.
    const sure = held.length - mark.length + 1
    if (sure > 0) {
      yield held.subarray(0, sure)
      held = held.subarray(sure)
    }
    const next = await pieces.next()
    if (next.done === true) throw new AppError('invalid', 'The form breaks off')
    held = Buffer.concat([held, next.value])
  }
}
