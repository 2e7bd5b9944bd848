import type { CommandRequests } from '#domain/commands'
import type { Variable } from '#domain/device-model'
import { AppError, everyParty } from '#kernel'
import { type CommandTopic, isKind } from '../command-topic.ts'

type Setting = CommandRequests['set-variables']['variables'][number]

/** Kinds of connection that a network profile may have, by what the names of their variables begin with. */
const ADDITIONS = ['Apn', 'Vpn'] as const

/** Network profiles as variables, which came with 2.1 (B09.FR.10). */
export const networkTopic: CommandTopic = {
  async prepare({ deviceModel }, command, _, { version }) {
    if (version !== 'ocpp2.1' || !isKind(command, 'set-variables')) return {}
    const settings = command.request.variables.filter(isOfNetwork)
    if (settings.length === 0) return {}
    const told = await deviceModel.list(everyParty, command.stationId)
    const inUse = slotsInUse(told)
    const busy = settings.find(({ componentInstance = '' }) => inUse.has(componentInstance))
    if (busy !== undefined) {
      const slot = busy.componentInstance
      // B09.FR.21: the station may be connected by it, or fall back on it at any moment.
      throw new AppError('conflict', `Network profile ${slot} is in use: take it out of the priority first`, { slot })
    }
    return { networkSwitches: switchesFor(settings, told) }
  },
}

const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase()

function isOfNetwork({ component }: { readonly component?: string }): boolean {
  return same(component, 'NetworkConfiguration')
}

function slotsInUse(told: readonly Variable[]): ReadonlySet<string> {
  const priority = told.find(({ name, attribute }) => {
    return same(name, 'NetworkConfigurationPriority') && attribute === 'Actual'
  })
  return new Set((priority?.value ?? '').split(',').flatMap((slot) => slot.trim() || []))
}

/**
 * Switches an addition on where it is configured (B09.FR.29), and off where a connection is configured without it
 * (B09.FR.30); a station that has told that it knows no such thing is left alone.
 */
function switchesFor(settings: readonly Setting[], told: readonly Variable[]): Setting[] {
  const bySlot = Map.groupBy(settings, ({ componentInstance = '' }) => componentInstance)
  return [...bySlot].flatMap(([slot, its]) =>
    ADDITIONS.flatMap((addition): Setting[] => {
      const name = `${addition}Enabled`
      const isGiven = its.some((one) => same(one.name, name))
      const isFixed = told.some((one) => {
        return (
          isOfNetwork(one) && one.componentInstance === slot && same(one.name, name) && one.mutability === 'ReadOnly'
        )
      })
      const isConfigured = its.some((one) => one.name.toLowerCase().startsWith(addition.toLowerCase()))
      const isConnection = its.some((one) => same(one.name, 'OcppCsmsUrl'))
      if (isGiven || isFixed || !(isConfigured || isConnection)) return []
      return [{ component: 'NetworkConfiguration', componentInstance: slot, name, value: String(isConfigured) }]
    }),
  )
}
