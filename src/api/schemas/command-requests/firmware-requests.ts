import { type TSchema, Type } from 'typebox'
import type { FirmwareRequests } from '#domain/commands'
import { identifier, instant, wholeNumber } from '../fields.ts'
import { exactly } from '../resource.ts'

const patience = {
  retries: Type.Optional(wholeNumber(0, 100)),
  retryIntervalS: Type.Optional(wholeNumber(0, 86_400)),
}

/** What is asked about firmware. */
export const firmwareRequests = {
  'update-firmware': exactly({
    imageId: identifier('A firmware image of the station’s party'),
    retrieveAt: Type.Optional(instant()),
    installAt: Type.Optional(instant()),
    ...patience,
  }),
  'publish-firmware': exactly({ imageId: identifier('The image a local controller shall keep'), ...patience }),
  'unpublish-firmware': exactly({ imageId: identifier() }),
} satisfies Record<keyof FirmwareRequests, TSchema>
