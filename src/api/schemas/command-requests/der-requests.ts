import { type TSchema, Type } from 'typebox'
import type { DerRequests } from '#domain/commands'
import { DER_KINDS } from '#domain/der-control'
import { derControl } from '../der-control.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'

const controlId = () => Type.String({ pattern: '^[a-zA-Z0-9*\\-_=:+|@.]{1,36}$', description: 'Unique at the station' })

/** What is asked of stations that feed the grid. */
export const derRequests = {
  'set-der-control': exactly(
    { controlId: controlId(), control: derControl() },
    about(
      'Smart charging',
      'Set control of feeding in',
      'Tells a station that feeds the grid what to do when voltage or frequency are out of shape.',
    ),
  ),
  'get-der-controls': exactly(
    {
      controlId: Type.Optional(controlId()),
      kind: Type.Optional(oneOf(DER_KINDS, 'Only those of this kind')),
      isDefault: Type.Optional(Type.Boolean({ description: 'Only those that hold by default, or only the others' })),
    },
    about(
      'Smart charging',
      'Get controls of feeding in',
      'Has the station report its controls that fit everything given.',
    ),
  ),
  'clear-der-controls': exactly(
    {
      isDefault: Type.Boolean({ description: 'Those that hold by default, or those that are scheduled' }),
      kind: Type.Optional(oneOf(DER_KINDS, 'Only those of this kind')),
      controlId: Type.Optional(controlId()),
    },
    about('Smart charging', 'Clear controls of feeding in', 'Takes away the controls that fit everything given.'),
  ),
} satisfies Record<keyof DerRequests, TSchema>
