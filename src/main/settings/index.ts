export type { Overrides, Settings } from './declared.ts'
export { settingsHelp, settingsPage, withoutSecrets } from './describe.ts'
export { loadSettings, type SettingsSources } from './load.ts'
