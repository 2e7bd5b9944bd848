import { type TSchema, Type } from 'typebox'
import type { LocalListRequests } from '#domain/commands'
import { exactly, oneOf } from '../resource.ts'

/** The tokens a station may judge by itself. */
export const localListRequests = {
  'send-local-list': exactly({
    update: Type.Optional(oneOf(['changes', 'full'], 'changes if absent: what differs, or all of it where that fails')),
  }),
  'get-local-list-version': Type.Unsafe<Record<string, never>>({ type: 'object', additionalProperties: false }),
} satisfies Record<keyof LocalListRequests, TSchema>
