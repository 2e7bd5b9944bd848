import { silentLogger } from '#kernel'
import { loadSettings, startPlatform } from '#main'

// The platform in a process of its own, to be killed: its database server is a child of this process, as it is for users.
const [dir = ''] = process.argv.slice(2)
const settings = loadSettings({
  overrides: {
    data: { dir },
    http: { port: 0 },
    ocpp: { port: 0, tlsPort: 0, unknownStations: 'accept', reconnectsPerHour: 0 },
    demo: { enabled: false },
  },
})
const platform = await startPlatform({ settings, logger: silentLogger })
process.send?.({ url: platform.ocppUrl })
