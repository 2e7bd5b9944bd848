import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Alert } from '#api-client'
import { openAlertsQuery } from '../api/alerts.ts'
import { alertsByStation } from './alert-words.ts'

/** What is wrong now, by station; empty until it is known. */
export function useAlertsByStation(): ReadonlyMap<string, readonly Alert[]> {
  const { data } = useQuery(openAlertsQuery)
  return useMemo(() => alertsByStation(data ?? []), [data])
}
