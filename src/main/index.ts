export { type Demo, startDemo } from './demo.ts'
export { openLogger } from './logging.ts'
export { type Platform, type PlatformOptions, startPlatform } from './platform.ts'
export { loadSettings, type Overrides, type Settings } from './settings/index.ts'
