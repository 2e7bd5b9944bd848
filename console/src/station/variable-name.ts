import type { Station, Variable, VariableRef } from '../api/types.ts'

/** 1.5 and 1.6 have configuration keys where 2.x has variables of components. */
export const isOld = ({ protocol }: Pick<Station, 'protocol'>): boolean =>
  protocol === 'ocpp1.5' || protocol === 'ocpp1.6'

type Named = Pick<Variable, 'component' | 'componentInstance' | 'evseId' | 'connectorId' | 'name' | 'instance'>

/** `EVSE[1].Power`, or only the key of a 1.6 station. */
export function variableName({ component, componentInstance, evseId, connectorId, name, instance }: Named): string {
  const variable = instance === undefined ? name : `${name}[${instance}]`
  if (component === 'Configuration') return variable
  const place = [componentInstance, evseId, connectorId].filter((part) => part !== undefined).join(', ')
  return `${component}${place === '' ? '' : `[${place}]`}.${variable}`
}

export const variableKey = (variable: Variable): string => `${variableName(variable)}|${variable.attribute}`

/** How a command names the variable; a 1.6 key has no component. */
export function refOf(variable: Named & Pick<Variable, 'attribute'>): VariableRef {
  const { component, componentInstance, evseId, connectorId, name, instance, attribute } = variable
  if (component === 'Configuration') return { name }
  return {
    component,
    name,
    ...(componentInstance === undefined ? {} : { componentInstance }),
    ...(evseId === undefined ? {} : { evseId }),
    ...(connectorId === undefined ? {} : { connectorId }),
    ...(instance === undefined ? {} : { instance }),
    ...(attribute === 'Actual' ? {} : { attribute }),
  }
}
