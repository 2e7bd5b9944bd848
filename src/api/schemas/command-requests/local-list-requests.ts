import { type TSchema, Type } from 'typebox'
import type { LocalListRequests } from '#domain/commands'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'

/** The tokens a station may judge by itself. */
export const localListRequests = {
  'send-local-list': exactly(
    {
      update: Type.Optional(
        oneOf(['changes', 'full'], 'changes if absent: what differs, or all of it where that fails'),
      ),
    },
    about(
      'Authorization',
      'Send local list',
      'Gives the station the tokens it may judge by itself, as the platform knows them.',
    ),
  ),
  'get-local-list-version': Type.Unsafe<Record<string, never>>({
    type: 'object',
    additionalProperties: false,
    ...about('Authorization', 'Get local list version', 'Asks which version of the list of tokens the station has.'),
  }),
} satisfies Record<keyof LocalListRequests, TSchema>
