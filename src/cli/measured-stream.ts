import { gauge } from './format/bar.ts'
import { bytes } from './format/quantities.ts'

const BAR_WIDTH = 24

/** The same bytes, telling as they pass how many of all have: `███░░░ 50 % of 12.0 MB`. */
export function measuredStream(
  content: ReadableStream<Uint8Array>,
  sizeBytes: number | undefined,
  tell: (text: string) => void,
): ReadableStream<Uint8Array> {
  let passed = 0
  return content.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        passed += chunk.byteLength
        tell(sizeBytes === undefined || sizeBytes === 0 ? `${bytes(passed)}` : share(passed, sizeBytes))
        controller.enqueue(chunk)
      },
    }),
  )
}

function share(passed: number, sizeBytes: number): string {
  const part = passed / sizeBytes
  return `${gauge(part, BAR_WIDTH)} ${Math.floor(part * 100)} % of ${bytes(sizeBytes)}`
}
