import type { CommandTopic } from '../command-topic.ts'
import { certificateTopic } from './certificate-topic.ts'
import { chargingTopic } from './charging-topic.ts'
import { derTopic } from './der-topic.ts'
import { fileTopic } from './file-topic.ts'
import { heldTopic } from './held-topic.ts'
import { monitoringTopic } from './monitoring-topic.ts'
import { networkTopic } from './network-topic.ts'
import { securityTopic } from './security-topic.ts'
import { tariffTopic } from './tariff-topic.ts'
import { variableTopic } from './variable-topic.ts'

/** Everything that commands are about; each is asked and told in this order. */
export const commandTopics: readonly CommandTopic[] = [
  variableTopic,
  networkTopic,
  certificateTopic,
  chargingTopic,
  derTopic,
  heldTopic,
  fileTopic,
  monitoringTopic,
  securityTopic,
  tariffTopic,
]
