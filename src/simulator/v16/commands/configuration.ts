import type * as v16 from '#ocpp/v16'
import type { StationBody } from '../../station/body.ts'
import { changeSetting, showSetting } from '../../station/settings.ts'
import type { Commands } from '../answers.ts'
import { type ConfigurationKey, configurationKeys } from '../configuration-keys.ts'

/** 1.6 §5.8, GetConfigurationMaxKeys: how many keys one request may name. */
export const MAX_KEYS = 50

/** 1.6 §5.3 and §5.8. Key names are case-insensitive (1.6 §9). */
export function configurationCommands(body: StationBody) {
  const keys = configurationKeys(body)
  const find = (name: string) => keys.find(({ key }) => key.toLowerCase() === name.toLowerCase())
  return {
    GetConfiguration({ key: names = [] }) {
      if (names.length === 0) return { response: { configurationKey: keys.map((key) => show(body, key)) } }
      const asked = names.slice(0, MAX_KEYS)
      const configurationKey = asked.flatMap((name) => {
        const key = find(name)
        return key === undefined ? [] : [show(body, key)]
      })
      return { response: { configurationKey, unknownKey: asked.filter((name) => find(name) === undefined) } }
    },
    ChangeConfiguration({ key: name, value }) {
      const key = find(name)
      if (key === undefined) return { response: { status: 'NotSupported' } }
      if ('value' in key) return { response: { status: 'Rejected' } }
      const { setting } = key
      if (!changeSetting(body.settings, setting, value)) return { response: { status: 'Rejected' } }
      return { response: { status: 'Accepted' }, after: () => body.settingChanged(setting) }
    },
  } satisfies Commands
}

function show(body: StationBody, key: ConfigurationKey): v16.KeyValue {
  if ('value' in key) return { key: key.key, readonly: true, value: key.value }
  return { key: key.key, readonly: false, value: showSetting(body.settings, key.setting) }
}
