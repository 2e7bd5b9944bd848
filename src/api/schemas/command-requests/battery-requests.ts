import { type TSchema, Type } from 'typebox'
import type { BatteryRequests } from '#domain/commands'
import { text } from '../fields.ts'
import { exactly } from '../resource.ts'
import { about } from './about.ts'

/** Swapping batteries. */
export const batteryRequests = {
  'request-battery-swap': exactly(
    { token: text(255), tokenKind: Type.Optional(text(20)) },
    about('Charging', 'Swap batteries', 'Lets a driver give batteries back and take charged ones.'),
  ),
} satisfies Record<keyof BatteryRequests, TSchema>
