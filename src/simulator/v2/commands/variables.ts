import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../../station/body.ts'
import { changeSetting } from '../../station/settings.ts'
import type { Commands } from '../answers.ts'
import { BYTES_PER_MESSAGE, type DeviceVariable, ITEMS_PER_MESSAGE } from '../device-variable.ts'
import { currentValue, findVariable, same, sameComponent } from '../find-variable.ts'
import { call } from '../messages.ts'

/** 2.0.1 B05 to B08. */
export function variableCommands(body: StationBody, variables: readonly DeviceVariable[]) {
  return {
    GetVariables(request) {
      const { getVariableData } = request
      if (getVariableData.length > ITEMS_PER_MESSAGE) return tooMany
      if (isTooLong(request)) return tooLong
      return { response: { getVariableResult: getVariableData.map((asked) => get(body, variables, asked)) } }
    },
    SetVariables(request) {
      const { setVariableData } = request
      if (setVariableData.length > ITEMS_PER_MESSAGE) return tooMany
      if (isTooLong(request)) return tooLong
      const changed: DeviceVariable[] = []
      const setVariableResult = setVariableData.map((wanted) => set(body, variables, wanted, changed))
      const after = () => {
        for (const { source } of changed) if ('setting' in source) body.settingChanged(source.setting)
      }
      return { response: { setVariableResult }, after }
    },
    GetBaseReport({ requestId, reportBase }) {
      const reported = variables.filter((variable) => belongsTo(reportBase, variable))
      return { response: { status: 'Accepted' }, after: () => report(body, requestId, reported) }
    },
    GetReport({ requestId, componentCriteria = [], componentVariable = [] }) {
      if (componentVariable.length > ITEMS_PER_MESSAGE) return tooMany
      const asked =
        componentVariable.length === 0 ? variables : variables.filter((one) => isAsked(one, componentVariable))
      const reported = asked.filter((one) => meets(body, variables, one, componentCriteria))
      // B08.FR.15.
      if (reported.length === 0) return { response: { status: 'EmptyResultSet' } }
      return { response: { status: 'Accepted' }, after: () => report(body, requestId, reported) }
    },
  } satisfies Commands
}

/** B05.FR.11, B06.FR.16. */
const tooMany = {
  refused: 'occurrence-constraint',
  description: `At most ${ITEMS_PER_MESSAGE} variables in one message`,
} as const

/** B06.FR.17. */
const tooLong = { refused: 'format', description: `At most ${BYTES_PER_MESSAGE} bytes in one message` } as const

function isTooLong(request: object): boolean {
  return Buffer.byteLength(JSON.stringify(request)) > BYTES_PER_MESSAGE
}

function get(
  body: StationBody,
  variables: readonly DeviceVariable[],
  { component, variable, attributeType }: v21.GetVariableDataType,
): v201.GetVariableResultType {
  const about = { component, variable, ...(attributeType === undefined ? {} : { attributeType }) }
  const found = findVariable(variables, component, variable)
  if (typeof found === 'string') return { ...about, attributeStatus: found }
  if (attributeType !== undefined && attributeType !== 'Actual') {
    return { ...about, attributeStatus: 'NotSupportedAttributeType' }
  }
  return { ...about, attributeStatus: 'Accepted', attributeValue: currentValue(body, found) }
}

function set(
  body: StationBody,
  variables: readonly DeviceVariable[],
  { component, variable, attributeType, attributeValue }: v21.SetVariableDataType,
  changed: DeviceVariable[],
): v201.SetVariableResultType {
  const about = { component, variable, ...(attributeType === undefined ? {} : { attributeType }) }
  const found = findVariable(variables, component, variable)
  if (typeof found === 'string') return { ...about, attributeStatus: found }
  if (attributeType !== undefined && attributeType !== 'Actual') {
    return { ...about, attributeStatus: 'NotSupportedAttributeType' }
  }
  const { source } = found
  const isSet =
    'value' in source
      ? source.write?.(attributeValue) === true
      : changeSetting(body.settings, source.setting, attributeValue)
  if (!isSet) {
    return { ...about, attributeStatus: 'Rejected' }
  }
  changed.push(found)
  return { ...about, attributeStatus: 'Accepted' }
}

function belongsTo(base: v21.ReportBaseEnumType, { source, variable }: DeviceVariable): boolean {
  if (base === 'ConfigurationInventory') return 'setting' in source
  return base === 'FullInventory' || variable.name === 'AvailabilityState'
}

/** What is left out means every one (B08.FR.20 to 25). */
function isAsked(one: DeviceVariable, asked: readonly v21.ComponentVariableType[]): boolean {
  return asked.some(({ component, variable }) => {
    const { evse, name, instance } = one.component
    return (
      same(name, component.name) &&
      same(instance, component.instance ?? instance) &&
      (component.evse?.id ?? evse?.id) === evse?.id &&
      (component.evse?.connectorId ?? evse?.connectorId) === evse?.connectorId &&
      (variable === undefined ||
        (same(one.variable.name, variable.name) &&
          same(one.variable.instance, variable.instance ?? one.variable.instance)))
    )
  })
}

/** One criterion is enough (B08.FR.13); a component without such a variable has no problem and lacks nothing (FR.07 to 10). */
function meets(
  body: StationBody,
  variables: readonly DeviceVariable[],
  one: DeviceVariable,
  criteria: readonly v21.ComponentCriterionEnumType[],
): boolean {
  if (criteria.length === 0) return true
  return criteria.some((criterion) => {
    const state = variables.find(
      (other) => sameComponent(other.component, one.component) && other.variable.name === criterion,
    )
    if (state === undefined) return criterion !== 'Problem'
    return currentValue(body, state) === 'true'
  })
}

/** As many messages as the limit asks for, numbered from 0, all but the last announcing another (B07.FR.03). */
function report(body: StationBody, requestId: number, variables: readonly DeviceVariable[]): void {
  const parts = Math.max(1, Math.ceil(variables.length / ITEMS_PER_MESSAGE))
  const generatedAt = body.stamp(body.nowMs())
  for (let seqNo = 0; seqNo < parts; seqNo += 1) {
    const part = variables.slice(seqNo * ITEMS_PER_MESSAGE, (seqNo + 1) * ITEMS_PER_MESSAGE)
    const reportData = part.map((variable) => reportOn(body, variable))
    const tbc = seqNo < parts - 1
    body.send(call('NotifyReport', { requestId, generatedAt, seqNo, tbc, reportData }), true)
  }
}

function reportOn(body: StationBody, variable: DeviceVariable): v201.ReportDataType {
  const { dataType, minLimit, maxLimit, valuesList, source } = variable
  const isWritable = 'setting' in source || source.write !== undefined
  const mutability = isWritable ? 'ReadWrite' : 'ReadOnly'
  return {
    component: variable.component,
    variable: variable.variable,
    variableAttribute: [{ type: 'Actual', value: currentValue(body, variable), mutability }],
    variableCharacteristics: {
      dataType,
      supportsMonitoring: true,
      ...(minLimit === undefined ? {} : { minLimit }),
      ...(maxLimit === undefined ? {} : { maxLimit }),
      ...(valuesList === undefined ? {} : { valuesList }),
    },
  }
}
