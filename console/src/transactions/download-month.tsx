import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { explain } from '../api/problem.ts'
import { completedQuery } from '../api/questions.ts'
import { Button } from '../ui/button.tsx'
import { transactionsCsv } from './csv.ts'
import { download } from './download.ts'
import { monthName, monthOf } from './month.ts'

/** Every transaction that ended in a month, as a file for a spreadsheet or the accounts. */
export function DownloadMonth({ month = monthOf(new Date()) }: { month: string | undefined }) {
  const client = useQueryClient()
  const fetched = useMutation({
    mutationFn: () => client.fetchQuery(completedQuery(month)),
    onSuccess: (transactions) => download(`transactions-${month}.csv`, transactionsCsv(transactions), 'text/csv'),
  })
  return (
    <>
      {fetched.isError && (
        <span role="alert" className="text-bad">
          {explain(fetched.error)}
        </span>
      )}
      <Button busy={fetched.isPending} onClick={() => fetched.mutate()}>
        <Download className="size-4" aria-hidden />
        {monthName(month)} as CSV
      </Button>
    </>
  )
}
