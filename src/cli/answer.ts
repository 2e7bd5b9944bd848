import type { ListOptions } from './api-command.ts'
import { type Column, table } from './format/table.ts'
import type { Surroundings } from './surroundings.ts'

/** Shows a result: the document as it is for programs, the text for people. */
export function answer(around: Surroundings, asJson: boolean | undefined, document: unknown, text: () => string): void {
  around.out.write(asJson === true ? `${JSON.stringify(document, null, 2)}\n` : text())
}

/** Shows a list as a table, with a word on standard error when it is empty or goes on. */
export function answerList<Row>(
  around: Surroundings,
  options: ListOptions,
  list: { readonly items: readonly Row[]; readonly more: boolean },
  columns: readonly Column<Row>[],
  nothing: string,
): void {
  answer(around, options.json, list, () => (list.items.length === 0 ? '' : table(around.out, columns, list.items)))
  if (options.json === true) return
  if (list.items.length === 0) around.err.write(`${nothing}\n`)
  else if (list.more) around.err.write(`The first ${list.items.length}; --all shows every one.\n`)
}
