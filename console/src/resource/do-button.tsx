import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { askFormed, type Parts, type Route } from '../api/ask.ts'
import { Button } from '../ui/button.tsx'
import { keyOfRoute } from './resource-query.ts'
import { SureDialog } from './sure-dialog.tsx'

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
        <SureDialog
          title={label}
          sure={sure}
          danger={look === 'danger'}
          busy={act.isPending}
          error={act.error}
          onSure={() => act.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
