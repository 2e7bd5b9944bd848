import { useQuery } from '@tanstack/react-query'
import { inWords } from '#json-schema'
import { commandKindsQuery } from '../api/commands.ts'

/** What kinds of commands are called; by their own name until the platform has told. */
export function useCommandTitle(): (kind: string) => string {
  const { data = [] } = useQuery(commandKindsQuery)
  return (kind) => data.find((each) => each.kind === kind)?.title ?? inWords(kind)
}
