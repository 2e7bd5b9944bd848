import { keyOfVariable, variableOfKey } from './configuration-keys.ts'
import type { VariableName } from './variable.ts'

/** The component that stands for the configuration keys of 1.6, which have none. */
export const KEYS = 'Configuration'

/** A name that stations of one generation go by; without instance, any. */
export interface Identity {
  readonly component: string
  readonly name: string
  readonly instance?: string
}

/** What a variable is called where both generations have it: by its name in 2.x. A key that 2.x lacks stays a key. */
export function neutralName({ component = KEYS, name, instance }: VariableName): Identity {
  const meant = component.toLowerCase() === KEYS.toLowerCase() ? variableOfKey(name) : undefined
  if (meant !== undefined) return meant
  return { component, name, ...(instance !== undefined && { instance }) }
}

/** All names a variable goes by: in 2.x, and as a key of 1.6, as far as they have it. */
export function identitiesOf(variable: VariableName): readonly Identity[] {
  const neutral = neutralName(variable)
  const key = keyOfVariable(neutral)
  return key === undefined ? [neutral] : [neutral, { component: KEYS, name: key }]
}
