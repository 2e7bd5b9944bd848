import type { VariableRef } from '../api/types.ts'

/** `Component.Variable`, or a configuration key of 1.6 alone. */
function refOfName(name: string): VariableRef {
  const dot = name.indexOf('.')
  return dot === -1 ? { name } : { component: name.slice(0, dot), name: name.slice(dot + 1) }
}

const linesOf = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))

/** One variable a line. */
export const readRefs = (text: string): readonly VariableRef[] => linesOf(text).map(refOfName)

/**
 * One `variable = value` a line. The value may be empty and may hold `=` itself.
 * @throws Error naming the first line without `=`.
 */
export function readAssignments(text: string): readonly (VariableRef & { value: string })[] {
  return linesOf(text).map((line) => {
    const equals = line.indexOf('=')
    if (equals < 1) throw new Error(`“${line}” has no “name = value”`)
    return { ...refOfName(line.slice(0, equals).trim()), value: line.slice(equals + 1).trim() }
  })
}
