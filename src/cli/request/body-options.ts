import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type OperationName, type Request, requestBodyOf } from '#api-client'
import { shapeOf } from '#json-schema'
import type { Surroundings } from '../surroundings.ts'
import { checkRequest, type Fields, requestIn, withValue } from './request.ts'
import { requestOptions } from './request-option.ts'

type BodyOf<O extends OperationName> = Request<O> extends { readonly body: infer Body } ? Body : never

export interface BodySpelling {
  /** Shorter names of fields. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Fields that are said in another way, so that they are no options. */
  readonly without?: readonly string[]
}

/**
 * Adds the options of what an operation is given, made of its schema, and `--file` for all of it as JSON.
 *
 * @returns reads what was given, with what the caller adds, after the command line was understood.
 *   @throws UsageError naming what is missing or out of bounds, AppError or Error for a file that cannot be read
 */
export function bodyOptions<O extends OperationName>(
  command: Command,
  operation: O,
  { aliases = {}, without = [] }: BodySpelling,
  around: Surroundings,
): (added?: Fields) => Promise<BodyOf<O>> {
  const shape = shapeOf(requestBodyOf(operation))
  const fields = shape.kind === 'object' ? shape.fields.filter(({ name }) => !without.includes(name)) : []
  const options = requestOptions(fields, { partyId: 'party', ...aliases })
  command.option('--file <file>', 'all of it as a JSON object; options beside it add to it')
  for (const { option } of options) command.addOption(option)
  return async (added = {}) => {
    const file: unknown = command.getOptionValue('file')
    const given = typeof file === 'string' ? requestIn(await readFile(resolve(around.cwd, file), 'utf8'), file) : {}
    const said = options.reduce((before, { path, option }) => {
      const value = command.getOptionValue(option.attributeName())
      return value === undefined ? before : withValue(before, path, value)
    }, given)
    const body = { ...said, ...added }
    checkRequest(shape, body, options)
    // The schema it was just checked by is the one this type is made of.
    return body as BodyOf<O>
  }
}
