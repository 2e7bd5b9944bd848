import type { CommandKindInfo } from '#api-client'
import { exampleOf, type Json, shapeOf } from '#json-schema'
import type { RequestOption } from '../../../request/request-option.ts'

/** The options that say the example of a kind's request. */
export function exampleOptions({ request }: CommandKindInfo, options: readonly RequestOption[]): string {
  const example = exampleOf(shapeOf(request))
  return options
    .flatMap(({ path, flag, field }) => {
      const value = path.reduce<Json | undefined>((inside, name) => valueIn(inside, name), example)
      if (value === undefined) return []
      const values = field.shape.kind === 'list' && Array.isArray(value) ? value : [value]
      return values.map((each: Json) => `${flag} ${written(each)}`)
    })
    .join(' ')
}

function valueIn(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

function written(value: Json): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
