import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { JsonSchema } from '#json-schema'
import { type AnswerOf, askFormed, type Parts, type Route } from '../api/ask.ts'
import { bodySchema, documentQuery } from '../api/document.ts'
import { type JsonFields, useSchemaForm } from '../commands/request-form.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loading } from '../ui/empty.tsx'
import type { Choice } from '../ui/field.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { FormDialog } from './form-dialog.tsx'
import { keyOfRoute } from './resource-query.ts'

interface RequestAsked<R extends Route> {
  /** The route that is asked; its form is made of what the API's document says of its body. */
  readonly route: R
  readonly params?: Parts['params']
  /** What is known already: part of the body, and no field of the form. */
  readonly given?: JsonFields | undefined
  /** A field by which the platform knows a repetition: the same for as long as this is filled in, and no field of the form. */
  readonly onceBy?: string | undefined
  /** Fields that have no place here, by their names. */
  readonly hidden?: readonly string[] | undefined
  /** What stands in the form from the beginning. */
  readonly values?: JsonFields | undefined
  /** What a field can be, by its name. */
  readonly choices?: Readonly<Record<string, readonly Choice[]>> | undefined
  /** What may be meant, to be completed while typing: by its name, or with the names of what it stands in: `group.model`. */
  readonly suggestions?: Readonly<Record<string, readonly string[]>> | undefined
  /** Fields that are shown although they need not be given. */
  readonly shown?: readonly string[] | undefined
  /** The same for fields inside of others. */
  readonly shownInside?: readonly string[] | undefined
  /** What is asked anew once it is done. */
  readonly makesOld: readonly Route[]
  readonly onDone?: ((answer: AnswerOf<R>) => void) | undefined
}

export interface RequestDialogProps<R extends Route> extends RequestAsked<R> {
  readonly title: string
  readonly lead?: ReactNode
  readonly verb?: string | undefined
  readonly onClose: () => void
}

/** Fills in a request to the API by its schema and sends it. */
export function RequestDialog<R extends Route>(props: RequestDialogProps<R>) {
  const { data, error } = useQuery(documentQuery)
  const schema = data && bodySchema(data, props.route)
  if (schema !== undefined) return <Filling {...props} schema={schema} />
  return (
    <Dialog open onClose={props.onClose} title={props.title}>
      {error ? <ErrorNotice error={error} /> : <Loading />}
    </Dialog>
  )
}

function Filling<R extends Route>({ schema, ...props }: RequestDialogProps<R> & { readonly schema: JsonSchema }) {
  const {
    route,
    params,
    given,
    onceBy,
    hidden,
    values = {},
    choices = {},
    shown = [],
    shownInside = [],
    suggestions = {},
    makesOld,
    onDone,
    onClose,
  } = props
  const proposals = {
    values,
    shown: new Set([...Object.keys(values), ...shown]),
    shownInside: new Set(shownInside),
    choices,
    suggestions,
  }
  const [onceKey] = useState(() => crypto.randomUUID())
  const known = onceBy === undefined ? given : { ...given, [onceBy]: onceKey }
  const form = useSchemaForm({ schema, proposals, given: known, hidden, prefix: '' })
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: (body: unknown) => askFormed(route, { body, ...(params && { params }) }),
    onSuccess: async (answer) => {
      onDone?.(answer)
      onClose()
      await Promise.all(makesOld.map((each) => client.invalidateQueries({ queryKey: keyOfRoute(each) })))
    },
    onError: form.refused,
  })
  const { title, lead, verb } = props
  return (
    <FormDialog
      {...{ title, lead, verb, form, onClose }}
      busy={send.isPending}
      error={send.error}
      onSubmit={(body) => send.mutate(body)}
    />
  )
}
