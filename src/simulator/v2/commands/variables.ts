import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../../station/body.ts'
import { changeSetting } from '../../station/settings.ts'
import type { Commands } from '../answers.ts'
import { type DeviceVariable, ITEMS_PER_MESSAGE } from '../device-variable.ts'
import { currentValue, findVariable } from '../find-variable.ts'
import { call } from '../messages.ts'

/** 2.0.1 B05, B06 and B07. */
export function variableCommands(body: StationBody, variables: readonly DeviceVariable[]) {
  return {
    GetVariables({ getVariableData }) {
      if (getVariableData.length > ITEMS_PER_MESSAGE) return tooMany
      return { response: { getVariableResult: getVariableData.map((asked) => get(body, variables, asked)) } }
    },
    SetVariables({ setVariableData }) {
      if (setVariableData.length > ITEMS_PER_MESSAGE) return tooMany
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
  } satisfies Commands
}

/** B05.FR.11, B06.FR.16. */
const tooMany = {
  refused: 'occurrence-constraint',
  description: `At most ${ITEMS_PER_MESSAGE} variables in one message`,
} as const

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
  if ('value' in source || !changeSetting(body.settings, source.setting, attributeValue)) {
    return { ...about, attributeStatus: 'Rejected' }
  }
  changed.push(found)
  return { ...about, attributeStatus: 'Accepted' }
}

function belongsTo(base: v21.ReportBaseEnumType, { source, variable }: DeviceVariable): boolean {
  if (base === 'ConfigurationInventory') return 'setting' in source
  return base === 'FullInventory' || variable.name === 'AvailabilityState'
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
  const { dataType, minLimit, maxLimit, valuesList } = variable
  const mutability = 'setting' in variable.source ? 'ReadWrite' : 'ReadOnly'
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
