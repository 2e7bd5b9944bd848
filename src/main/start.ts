import { AppError, describeFailure } from '#kernel'
import { startDemo } from './demo.ts'
import { openLogger } from './logging.ts'
import { type Platform, startPlatform } from './platform.ts'
import { loadSettings, type Settings, settingsHelp } from './settings/index.ts'
import { readArguments } from './start-arguments.ts'

// What `npm start` runs: the platform, and in front of it the demo unless it is switched off.

const wish = readArguments(process.argv.slice(2))
if ('help' in wish) {
  console.log(`${wish.help}\n${settingsHelp()}`)
  process.exit(0)
}
if ('problem' in wish) fail(wish.problem)

try {
  const settings = forDemo(loadSettings({ env: process.env, ...wish }))
  const hasDemo = settings.demo.enabled && settings.roles.includes('gateway')
  const logger = openLogger(settings.log)
  const platform = await startPlatform({ settings, logger, onProgress: say })
  const demo = hasDemo ? await startDemo(platform, logger) : undefined
  greet(platform, settings.ocpp.publicUrl, hasDemo)
  stopOnSignal(async () => {
    await demo?.stop()
    await platform.stop()
  }, settings.shutdown.timeoutS)
} catch (thrown) {
  if (!(thrown instanceof AppError) && !isSystemError(thrown)) throw thrown
  fail(explain(thrown))
}

/** On this machine alone the demo lets in whatever station comes, so that one can be tried at once. */
function forDemo(settings: Settings): Settings {
  const { demo, ocpp } = settings
  const local = ['127.0.0.1', '::1', 'localhost'].includes(ocpp.host)
  if (!demo.enabled || !local || ocpp.unknownStations !== 'refuse') return settings
  return { ...settings, ocpp: { ...ocpp, unknownStations: 'accept' } }
}

function say(sentence: string): void {
  console.log(sentence)
}

function greet({ consoleUrl, ocppUrl, ocppTlsUrl, ownerLink }: Platform, proxied: string, demo: boolean): void {
  say('')
  say(`  Console   ${consoleUrl}`)
  if (ownerLink !== undefined) say(`  Sign in   ${ownerLink}   (works once)`)
  if (proxied !== '') say(`  Stations  ${proxied}/<station id>   by way of ${ocppUrl}`)
  else if (ocppUrl !== '') say(`  Stations  ${ocppUrl}/<station id>   or ${ocppTlsUrl}/<station id>`)
  say(demo ? '  Demo      three sites with simulated stations; start with --no-demo for none' : '')
  say('  Ctrl-C stops it.')
  say('')
}

function stopOnSignal(stop: () => Promise<void>, timeoutS: number): void {
  let stopping = false
  const onSignal = (signal: NodeJS.Signals) => {
    // A second signal means now.
    if (stopping) process.exit(130)
    stopping = true
    say(`${signal}: stopping …`)
    setTimeout(
      () => fail(`Stopping took longer than ${timeoutS} s; what was left has been cut off.`),
      timeoutS * 1_000,
    ).unref()
    stop().then(
      () => process.exit(0),
      (cause: unknown) => fail(String(cause)),
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on('SIGHUP', onSignal)
}

function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'code' in thrown && 'syscall' in thrown
}

function explain(thrown: AppError | NodeJS.ErrnoException): string {
  if (thrown instanceof AppError) return describeFailure(thrown)
  if (thrown.code !== 'EADDRINUSE') return thrown.message
  return `${thrown.message}\nAnother program listens there already. Choose another port, as CHARGEWRIGHT_HTTP_PORT or CHARGEWRIGHT_OCPP_PORT.`
}

function fail(reason: string): never {
  console.error(reason)
  process.exit(1)
}
