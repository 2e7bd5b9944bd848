import { type TSchema, Type } from 'typebox'
import { LOG_KINDS, type LogRequests } from '#domain/commands'
import { TRANSFERS } from '#domain/files'
import { instant, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'

/** What is asked about logs. */
export const logRequests = {
  'get-log': exactly(
    {
      log: oneOf(LOG_KINDS),
      from: Type.Optional(instant()),
      to: Type.Optional(instant()),
      location: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 512,
          pattern: '^(https?|ftps?|sftp)://.',
          description: 'Where to put it; absent: here',
        }),
      ),
      transfer: Type.Optional(
        oneOf(TRANSFERS, 'How it is brought here, where that is switched on; absent: as the station has told it can'),
      ),
      retries: Type.Optional(wholeNumber(0, 100)),
      retryIntervalS: Type.Optional(wholeNumber(0, 86_400)),
    },
    about('Firmware and logs', 'Get log', 'Has the station upload a log; how far it is arrives among its events.'),
  ),
} satisfies Record<keyof LogRequests, TSchema>
