import { type TSchema, Type } from 'typebox'
import type { FirmwareRequests } from '#domain/commands'
import { TRANSFERS } from '#domain/files'
import { identifier, instant, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'

const patience = {
  retries: Type.Optional(wholeNumber(0, 100)),
  retryIntervalS: Type.Optional(wholeNumber(0, 86_400)),
}

/** What is asked about firmware. */
export const firmwareRequests = {
  'update-firmware': exactly(
    {
      imageId: identifier('A firmware image of the station’s party'),
      retrieveAt: Type.Optional(instant()),
      installAt: Type.Optional(instant()),
      transfer: Type.Optional(
        oneOf(
          TRANSFERS,
          'How it is fetched from here, where that is switched on; absent: as the station has told it can',
        ),
      ),
      ...patience,
    },
    about(
      'Firmware and logs',
      'Update firmware',
      'Has the station fetch an image and install it; how far it is arrives among its events.',
    ),
  ),
  'publish-firmware': exactly(
    { imageId: identifier('The image a local controller shall keep'), ...patience },
    about('Firmware and logs', 'Publish firmware', 'Has a local controller keep an image for the stations behind it.'),
  ),
  'unpublish-firmware': exactly(
    { imageId: identifier() },
    about('Firmware and logs', 'Unpublish firmware', 'Has a local controller keep it no longer.'),
  ),
} satisfies Record<keyof FirmwareRequests, TSchema>
