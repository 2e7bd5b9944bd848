import type { VariableRef } from '#domain/commands'
import { keyOfVariable, type ReportedVariable } from '#domain/device-model'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'

/** The component that stands for 1.6 configuration keys, which have none. */
export const CONFIGURATION = 'Configuration'

type Component = v201.ComponentType | v21.ComponentType
type Variable = v201.VariableType | v21.VariableType

/** Where a 2.x station keeps a variable. */
export function writeVariable(ref: VariableRef & { readonly component: string }) {
  const evse = ref.evseId === undefined ? undefined : defined({ id: ref.evseId, connectorId: ref.connectorId })
  return {
    component: defined({ name: ref.component, instance: ref.componentInstance, evse }),
    variable: defined({ name: ref.name, instance: ref.instance }),
    ...defined({ attributeType: ref.attribute }),
  }
}

export function readVariable(
  component: Component,
  variable: Variable,
  attribute: ReportedVariable['attribute'] | undefined,
  value: string | undefined,
): ReportedVariable {
  return defined({
    component: component.name,
    componentInstance: component.instance,
    evseId: component.evse?.id,
    connectorId: component.evse?.connectorId,
    name: variable.name,
    instance: variable.instance,
    attribute: attribute ?? 'Actual',
    value,
  })
}

export const NO_COMPONENT = 'variables of OCPP 2.x belong to a component, as OCPPCommCtrlr.HeartbeatInterval does'

/** Variables of 2.x belong to components; undefined when one of them names none. */
export function withComponents<R extends VariableRef>(
  refs: readonly R[],
): readonly (R & { readonly component: string })[] | undefined {
  const named = refs.flatMap((ref) => (ref.component === undefined ? [] : [{ ...ref, component: ref.component }]))
  return named.length === refs.length ? named : undefined
}

/** The 1.6 configuration key that is meant; undefined for a variable of 2.x that 1.6 has no key for. */
export function keyFor({ component, name, instance }: VariableRef): string | undefined {
  if (component === undefined || component === CONFIGURATION) return name
  return keyOfVariable(instance === undefined ? { component, name } : { component, name, instance })
}

/** The keys of several variables; undefined when 1.6 lacks one of them. */
export function keysFor(refs: readonly VariableRef[]): readonly string[] | undefined {
  const keys = refs.flatMap((ref) => keyFor(ref) ?? [])
  return keys.length === refs.length ? keys : undefined
}

/** Cut into pieces of at most `size`, in order. */
export function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}

const SECRET = /password|passphrase|secret|authorizationkey|privatekey/i

/** Variables whose values are never kept or shown (2.0.1 A01.FR.08 and 09). */
export function isSecretVariable(name: string): boolean {
  return SECRET.test(name)
}

/** The password by which a station proves itself: 1.6 security whitepaper, 2.0.1 SecurityCtrlr. */
export function isStationPassword({ component, name }: VariableRef): boolean {
  return component === undefined || component === CONFIGURATION
    ? name.toLowerCase() === 'authorizationkey'
    : component === 'SecurityCtrlr' && name === 'BasicAuthPassword'
}
