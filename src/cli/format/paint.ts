import { styleText } from 'node:util'
import type { TextSink } from '../surroundings.ts'

type Style = 'dim' | 'bold' | 'green' | 'red' | 'yellow'

/** Coloured where the sink is. */
export function paint(sink: TextSink, style: Style, text: string): string {
  return sink.colour ? styleText(style, text, { validateStream: false }) : text
}
