import { Type } from 'typebox'
import { ERROR_CODES, type ErrorCode } from '#kernel'
import { oneOf, resource } from './resource.ts'

/** What went wrong, as RFC 9457 has it, with a code for programs to match on. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly details: Readonly<Record<string, unknown>>
  /** Finds the failure in the log of the platform; there for failures that are the platform's own. */
  readonly reference?: string
}

export const problem = resource<Problem>()(
  'Problem',
  Type.Object({
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: oneOf(ERROR_CODES, 'What went wrong; never renamed'),
    detail: Type.String({ description: 'One sentence for people' }),
    details: Type.Record(Type.String(), Type.Unknown()),
    reference: Type.Optional(Type.String({ description: 'Finds the failure in the log of the platform' })),
  }),
)
