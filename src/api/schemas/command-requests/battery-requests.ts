import { type TSchema, Type } from 'typebox'
import type { BatteryRequests } from '#domain/commands'
import { text } from '../fields.ts'
import { exactly } from '../resource.ts'

/** Swapping batteries. */
export const batteryRequests = {
  'request-battery-swap': exactly({ token: text(255), tokenKind: Type.Optional(text(20)) }),
} satisfies Record<keyof BatteryRequests, TSchema>
