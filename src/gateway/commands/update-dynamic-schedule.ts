import { writeValues } from '../actions/dynamic-values.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const ONLY_2_1 = () => unsupported('dynamic profiles came with OCPP 2.1')

/** UpdateDynamicSchedule: 2.1 K28. */
export const updateDynamicSchedule: CommandFile<'update-dynamic-schedule'> = {
  'ocpp1.6': ONLY_2_1,
  'ocpp2.0.1': ONLY_2_1,
  'ocpp2.1': say('ocpp2.1', 'UpdateDynamicSchedule', {
    write: ({ profileId, values }) => [{ chargingProfileId: profileId, scheduleUpdate: writeValues(values) }],
    read: readStatus,
  }),
}
