import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { JsonSchema } from '#json-schema'
import { type AnswerOf, askFormed, type Parts, type Route } from '../api/ask.ts'
import { bodySchema, documentQuery } from '../api/document.ts'
import { type JsonFields, useSchemaForm } from '../commands/request-form.tsx'
import { Button } from '../ui/button.tsx'
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
  /** What stands in the form from the beginning. */
  readonly values?: JsonFields | undefined
  /** What a field can be, by its name. */
  readonly choices?: Readonly<Record<string, readonly Choice[]>> | undefined
  /** Fields that are shown although they need not be given. */
  readonly shown?: readonly string[] | undefined
  /** What is asked anew once it is done. */
  readonly makesOld: readonly Route[]
  readonly onDone?: ((answer: AnswerOf<R>) => void) | undefined
}

interface RequestDialogProps<R extends Route> extends RequestAsked<R> {
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
  const { route, params, given, values = {}, choices = {}, shown = [], makesOld, onDone, onClose } = props
  const proposals = {
    values,
    shown: new Set([...Object.keys(values), ...shown]),
    shownInside: new Set<string>(),
    choices,
    suggestions: {},
  }
  const form = useSchemaForm({ schema, proposals, given, prefix: '' })
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

interface DoButtonProps<R extends Route> {
  readonly route: R
  readonly request: Parts
  readonly label: string
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** What has to be agreed to first, as a sentence; nothing asks if absent. */
  readonly sure?: string | undefined
  readonly makesOld: readonly Route[]
}

/** Does one thing that needs no filling in; asks first where it cannot be taken back. */
export function DoButton<R extends Route>({ route, request, label, look, sure, makesOld }: DoButtonProps<R>) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const act = useMutation({
    mutationFn: () => askFormed(route, request),
    onSuccess: async () => {
      setAsking(false)
      await Promise.all(makesOld.map((each) => client.invalidateQueries({ queryKey: keyOfRoute(each) })))
    },
    onError: () => setAsking(true),
  })
  return (
    <>
      <Button
        small
        look={look ?? 'quiet'}
        busy={act.isPending}
        onClick={() => (sure === undefined ? act.mutate() : setAsking(true))}
      >
        {label}
      </Button>
      {asking && (
        <Dialog open onClose={() => setAsking(false)} title={label} lead={sure}>
          <div className="flex flex-col gap-4">
            <ErrorNotice error={act.error} />
            <Button look={look === 'danger' ? 'danger' : 'primary'} busy={act.isPending} onClick={() => act.mutate()}>
              {label}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
