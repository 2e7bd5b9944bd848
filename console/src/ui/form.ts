/** The text of a field, trimmed. */
export const field = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()

/** `{ name: text }`, or nothing when the field was left empty. */
export function optional<K extends string>(form: FormData, name: K): { [key in K]?: string } {
  const read: { [key in K]?: string } = {}
  const text = field(form, name)
  if (text !== '') read[name] = text
  return read
}
