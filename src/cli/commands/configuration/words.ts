/** A variable, named as everywhere on the command line. */
export interface NamedVariable {
  readonly component?: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name: string
  readonly instance?: string
}

/** `OCPPCommCtrlr.HeartbeatInterval`, `Connector@1.2.Available`, `SecurityCtrlr[x].Name[y]`. */
export function variableText(variable: NamedVariable): string {
  const { component, componentInstance, evseId, connectorId, name, instance } = variable
  const place = evseId === undefined ? '' : `@${evseId}${connectorId === undefined ? '' : `.${connectorId}`}`
  const bracketed = (text: string | undefined) => (text === undefined ? '' : `[${text}]`)
  const before = component === undefined ? '' : `${component}${bracketed(componentInstance)}${place}.`
  return `${before}${name}${bracketed(instance)}`
}
