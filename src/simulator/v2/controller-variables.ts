import { MONITORING_BYTES, MONITORS_PER_MESSAGE } from './commands/monitoring.ts'
import { type DeviceVariable, fact } from './device-variable.ts'
import type { Version2 } from './dialect.ts'
import { DISPLAY, type MessageBoard } from './display/message-board.ts'
import { OFFLINE_SEVERITY } from './monitoring/event-teller.ts'

/** What the station says of its monitoring (2.x part 2, MonitoringCtrlr). */
export function monitoringVariables(): DeviceVariable[] {
  const items = () => String(MONITORS_PER_MESSAGE)
  const bytes = () => String(MONITORING_BYTES)
  return [
    fact('MonitoringCtrlr', 'Available', 'boolean', () => 'true'),
    fact('MonitoringCtrlr', 'ItemsPerMessage/SetVariableMonitoring', 'integer', items),
    fact('MonitoringCtrlr', 'ItemsPerMessage/ClearVariableMonitoring', 'integer', items),
    fact('MonitoringCtrlr', 'BytesPerMessage/SetVariableMonitoring', 'integer', bytes),
    fact('MonitoringCtrlr', 'OfflineQueuingSeverity', 'integer', () => String(OFFLINE_SEVERITY)),
  ]
}

/** What the station says of its display (2.x part 2, DisplayMessageCtrlr). */
export function displayVariables(version: Version2, board: MessageBoard): DeviceVariable[] {
  const list = (name: string, words: readonly string[]): DeviceVariable => ({
    ...fact('DisplayMessageCtrlr', name, 'MemberList', () => words.join(',')),
    valuesList: words.join(','),
  })
  return [
    fact('DisplayMessageCtrlr', 'Available', 'boolean', () => 'true'),
    {
      ...fact('DisplayMessageCtrlr', 'DisplayMessages', 'integer', () => String(board.all.length)),
      maxLimit: DISPLAY.messages,
    },
    list('SupportedFormats', DISPLAY.formats),
    list('SupportedPriorities', DISPLAY.priorities),
    list('SupportedStates', DISPLAY.states),
    ...(version === 'ocpp2.1' ? [language(board)] : []),
  ]
}

/** 2.1 DisplayMessageLanguage: with it, messages may be worded in all these. */
function language(board: MessageBoard): DeviceVariable {
  return {
    ...{ component: { name: 'DisplayMessageCtrlr' }, variable: { name: 'Language' }, dataType: 'OptionList' },
    valuesList: DISPLAY.languages.join(','),
    source: { value: () => board.language, write: (text) => board.speak(text) },
  }
}
