import { UsageError } from '../../../failure.ts'

/** A variable as the API names it. */
export interface VariableName {
  readonly component?: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name: string
  readonly instance?: string
}

const PATTERN =
  /^(?<component>[^.@[\]]+)(?:\[(?<componentInstance>[^\]]+)\])?(?:@(?<evse>\d{1,7})(?:\.(?<connector>\d{1,7}))?)?\.(?<name>[^[\]]+)(?:\[(?<instance>[^\]]+)\])?$/

/**
 * Reads a name as people write it: `HeartbeatInterval`, `OCPPCommCtrlr.HeartbeatInterval`,
 * `Connector@1.2.Available`, `SecurityCtrlr[x].Name[y]`.
 *
 * @throws UsageError for what has a place but no component
 */
export function variableNamed(text: string): VariableName {
  const { component, componentInstance, evse, connector, name, instance } = PATTERN.exec(text)?.groups ?? {}
  if (component === undefined || name === undefined) {
    if (text === '' || /[@[\]]/.test(text)) throw new UsageError(`${text} is no name of a variable; see --help`)
    return { name: text }
  }
  return {
    component,
    name,
    ...(componentInstance === undefined ? {} : { componentInstance }),
    ...(evse === undefined ? {} : { evseId: Number(evse) }),
    ...(connector === undefined ? {} : { connectorId: Number(connector) }),
    ...(instance === undefined ? {} : { instance }),
  }
}
