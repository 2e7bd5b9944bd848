import type * as v21 from '#ocpp/v21'
import type { ContextReading } from '../station/transaction.ts'

/** Measurands that only 2.1 has: what is set to flow, and how far what flows is from it (2.1 Q §2.4). */
export function setpointSamples(
  { setpointW, powerW, context }: ContextReading,
  measurands: readonly string[],
): v21.SampledValueType[] {
  return (['Power.Active.Setpoint', 'Power.Active.Residual'] as const)
    .filter((measurand) => measurands.includes(measurand))
    .flatMap((measurand): v21.SampledValueType[] => {
      const watts = measurand === 'Power.Active.Setpoint' ? setpointW : residualW(setpointW, powerW)
      if (watts === undefined) return []
      const value = Number(watts.toFixed(1))
      return [{ measurand, value, context, location: 'Outlet', unitOfMeasure: { unit: 'W' } }]
    })
}

/** Positive where more flows than is set, in the direction that is set. */
function residualW(setpointW: number | undefined, powerW: number): number {
  if (setpointW === undefined) return 0
  if (setpointW === 0) return Math.abs(powerW)
  return setpointW > 0 ? Math.max(0, powerW) - setpointW : Math.max(0, -powerW) + setpointW
}
