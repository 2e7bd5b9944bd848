import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { explain } from '../api/problem.ts'
import { endedBetween } from '../api/transactions.ts'
import { Button } from '../ui/button.tsx'
import { transactionsCsv } from './csv.ts'
import { download } from './download.ts'
import { monthBounds, monthName, monthOf } from './month.ts'

/** Every transaction that ended in a month, as a file for a spreadsheet or the accounts. */
export function DownloadMonth({ month = monthOf(new Date()) }: { month: string | undefined }) {
  const fetched = useMutation({
    mutationFn: () => endedBetween(monthBounds(month)),
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
