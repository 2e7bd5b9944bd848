import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Running, type RunningById, runningQuery } from '../api/transactions.ts'

export interface Load {
  readonly transactions: readonly Running[]
  readonly powerW: number
  readonly energyWh: number
}

/** What every station delivers now. */
export function loadsOf(running: RunningById): ReadonlyMap<string, Load> {
  const byStation = Map.groupBy(Object.values(running), ({ stationId }) => stationId)
  return new Map([...byStation].map(([stationId, transactions]) => [stationId, loadOf(transactions)]))
}

function loadOf(transactions: readonly Running[]): Load {
  return {
    transactions,
    powerW: transactions.reduce((sum, { powerW = 0 }) => sum + powerW, 0),
    energyWh: transactions.reduce((sum, { energyWh }) => sum + energyWh, 0),
  }
}

export function useLoads(): ReadonlyMap<string, Load> {
  const { data } = useQuery(runningQuery)
  return useMemo(() => loadsOf(data ?? {}), [data])
}
