import type { ProfileOutcome } from '#domain/smart-charging'
import { type CommandEnd, type CommandTopic, isKind } from '../command-topic.ts'
import { profileFilter } from '../get-charging-profiles.ts'
import { referenceOf } from '../reference-of.ts'

/** Charging profiles: judged before they are sent, and kept as the station has taken them. */
export const chargingTopic: CommandTopic = {
  async prepare({ smartCharging, clock }, command, { requestNumber, transactionReference }) {
    const { id: commandId, stationId } = command
    if (isKind(command, 'set-charging-profile')) {
      const { evseId, profile, profileId } = command.request
      const optional = {
        ...(profileId !== undefined && { profileId }),
        ...(transactionReference && { transactionReference }),
      }
      return { chargingProfile: await smartCharging.prepare({ stationId, commandId, evseId, profile, ...optional }) }
    }
    if (isKind(command, 'start-transaction') && command.request.profile !== undefined) {
      const { evseId = 0, profile, token } = command.request
      const start = { stationId, commandId, evseId, profile, startNumber: requestNumber, startToken: token }
      return { chargingProfile: await smartCharging.prepare(start) }
    }
    if (isKind(command, 'update-dynamic-schedule')) {
      await smartCharging.judgeUpdate(stationId, command.request.profileId, command.request.values)
    }
    // 2.1 errata Q08.FR.12
    if (isKind(command, 'signal-frequency-restoration')) {
      return { signalledAt: command.request.at ?? new Date(clock.nowMs()).toISOString() }
    }
    if (isKind(command, 'get-charging-profiles')) {
      await smartCharging.asked(stationId, requestNumber, profileFilter(command.request))
    }
    return {}
  },
  async learn({ smartCharging, transactions }, command, answers, { preparedAt }) {
    const { stationId } = command
    for (const { accepted, status, details, schedule } of answers) {
      if (!accepted) continue
      if (schedule !== undefined) await smartCharging.toldSchedule(stationId, schedule)
      if (isKind(command, 'clear-charging-profile')) await smartCharging.cleared(stationId, command.request, preparedAt)
      if (isKind(command, 'update-dynamic-schedule')) {
        await smartCharging.updated(stationId, command.request.profileId, command.request.values)
      }
      if (isKind(command, 'notify-allowed-energy-transfer')) {
        const { transfers } = command.request
        const reference = await referenceOf(transactions, command)
        if (reference !== undefined) await smartCharging.transfersTold(stationId, reference, transfers)
      }
      const requestId = details?.requestId
      if (isKind(command, 'get-charging-profiles') && status === 'NoProfiles' && typeof requestId === 'number') {
        await smartCharging.reportedNone(stationId, requestId)
      }
    }
  },
  async settle({ smartCharging }, command, end) {
    const sendsProfile = isKind(command, 'set-charging-profile') || isKind(command, 'start-transaction')
    if (sendsProfile && command.request.profile !== undefined) {
      await smartCharging.settle(command.stationId, command.id, outcomeOf(end))
    }
  },
}

function outcomeOf({ move, failed }: CommandEnd): ProfileOutcome {
  if (failed) return 'unsure'
  if (move === undefined) return 'unsent'
  if (move.state === 'answered') return 'accepted'
  if (move.state !== 'refused') return 'unsure'
  return move.result.error?.code === 'invalid-answer' ? 'unsure' : 'refused'
}
