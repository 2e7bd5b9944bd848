import type { Command } from '#domain/commands'
import { SECURITY_PROFILES, type SecurityProfile } from '#domain/stations'
import { everyParty } from '#kernel'
import { type CommandGround, type CommandTopic, isKind } from '../command-topic.ts'
import { CONFIGURATION } from '../variable-codec.ts'

/** Where the key of 1.6 and the variables of 2.x are that a security profile is set by. */
const PROFILE_PLACES: readonly (string | undefined)[] = [
  undefined,
  CONFIGURATION,
  'SecurityCtrlr',
  'NetworkConfiguration',
]

/**
 * Security profiles that stations are told to change to. They are served before the station has heard of it: it may be
 * back sooner than its answer is read (A05; 1.6 security whitepaper A05.FR.07).
 */
export const securityTopic: CommandTopic = {
  async prepare(ground, command) {
    const profiles = await orderedProfiles(ground, command)
    if (profiles.length > 0) await ground.stations.awaitProfiles(command.stationId, profiles)
    return {}
  },
  async settle(ground, command, { move }) {
    if (move?.state !== 'refused' || !isAboutOneThing(command)) return
    const profiles = await orderedProfiles(ground, command)
    if (profiles.length > 0) await ground.stations.forgetAwaited(command.stationId, profiles)
  },
}

/** Of several variables some may have been taken. */
function isAboutOneThing(command: Command): boolean {
  return !isKind(command, 'set-variables') || command.request.variables.length === 1
}

async function orderedProfiles(ground: CommandGround, command: Command): Promise<SecurityProfile[]> {
  if (isKind(command, 'set-network-profile')) return read([command.request.securityProfile])
  if (!isKind(command, 'set-variables')) return []
  const { variables } = command.request
  const direct = variables.filter(
    ({ component, name }) => name === 'SecurityProfile' && PROFILE_PLACES.includes(component),
  )
  const slots = variables.filter(({ name }) => name === 'NetworkConfigurationPriority').map(({ value }) => value)
  const told = slots.length === 0 ? [] : await profilesOfSlots(ground, command.stationId, slots.join())
  return read([...direct.map(({ value }) => value), ...told])
}

/** What the station has told of its network profiles, which it may have had before it came to us (2.1 B09.FR.08). */
async function profilesOfSlots(
  { deviceModel }: CommandGround,
  stationId: string,
  slots: string,
): Promise<(string | undefined)[]> {
  const wanted = new Set(slots.split(',').map((slot) => slot.trim()))
  const variables = await deviceModel.list(everyParty, stationId)
  return variables
    .filter(({ component, componentInstance = '', name }) => {
      return component === 'NetworkConfiguration' && name === 'SecurityProfile' && wanted.has(componentInstance)
    })
    .map(({ value }) => value)
}

function read(values: readonly (string | number | undefined)[]): SecurityProfile[] {
  return SECURITY_PROFILES.filter((profile) => values.some((value) => String(value) === String(profile)))
}
