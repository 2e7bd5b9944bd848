import type { DerControl, DerKind } from './der-control.ts'

type Setting = keyof Pick<
  DerControl,
  'curve' | 'enterService' | 'fixedPowerFactor' | 'fixedVar' | 'droop' | 'gradient' | 'maxDischargePct'
>

/** Kinds whose setting is no curve. */
const SETTINGS: Readonly<Partial<Record<DerKind, Setting>>> = {
  'enter-service': 'enterService',
  'frequency-droop': 'droop',
  'fixed-power-factor-absorbing': 'fixedPowerFactor',
  'fixed-power-factor-injecting': 'fixedPowerFactor',
  'fixed-var': 'fixedVar',
  gradients: 'gradient',
  'limit-max-discharge': 'maxDischargePct',
}
const ALL = ['curve', 'enterService', 'fixedPowerFactor', 'fixedVar', 'droop', 'gradient', 'maxDischargePct'] as const

/** What is wrong with a control, in a sentence for the operator; undefined when it may be sent (2.1 SetDERControl). */
export function derFaultOf(control: DerControl): string | undefined {
  const { kind, isDefault, startAt, durationS } = control
  const wanted = SETTINGS[kind] ?? 'curve'
  if (control[wanted] === undefined) return `A control of kind ${kind} has the setting ${wanted}`
  const other = ALL.find((setting) => setting !== wanted && control[setting] !== undefined)
  if (other !== undefined) return `A control of kind ${kind} has no setting ${other}`
  if (isDefault) {
    return startAt === undefined && durationS === undefined ? undefined : 'A default control holds at any time'
  }
  if (kind === 'enter-service' || kind === 'gradients') return `A control of kind ${kind} is a default`
  return startAt === undefined || durationS === undefined
    ? 'A scheduled control says when it starts and how long it holds'
    : undefined
}
