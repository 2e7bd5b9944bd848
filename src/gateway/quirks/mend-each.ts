import { isJsonObject, type JsonObject } from '#ocpp/rpc'
import type { Mend } from './quirk.ts'

/** The payload with the elements of one of its lists mended; undefined when none of them needed it, or there is no such list. */
export function mendEach(payload: JsonObject, list: string, mend: Mend): JsonObject | undefined {
  const elements = payload[list]
  if (!Array.isArray(elements)) return undefined
  let changed = false
  const mended = elements.map((element: unknown): unknown => {
    const better = isJsonObject(element) ? mend(element) : undefined
    if (better !== undefined) changed = true
    return better ?? element
  })
  return changed ? { ...payload, [list]: mended } : undefined
}
