import type { Variable } from '#domain/device-model'
import { everyParty } from '#kernel'
import { type CommandTopic, isKind } from '../command-topic.ts'

/** Certificates that stations get, keep and lose. */
export const certificateTopic: CommandTopic = {
  async prepare({ certificates, deviceModel }, command) {
    const { stationId } = command
    if (isKind(command, 'certificate-signed')) return longestChain(await deviceModel.list(everyParty, stationId))
    if (!isKind(command, 'delete-certificate')) return {}
    const { hashData } = await certificates.installed(stationId, command.request.installedId)
    return { installedCertificate: hashData }
  },
  async learn({ certificates }, command, answers) {
    const { stationId } = command
    for (const { installed } of answers) {
      if (installed !== undefined) await certificates.recordInstalled(stationId, installed.uses, installed.told)
    }
    const [answer] = answers
    if (answer === undefined) return
    if (isKind(command, 'certificate-signed')) {
      await certificates.answered(stationId, command.request.chain, answer.accepted)
    }
    const gone = answer.accepted || answer.status === 'NotFound'
    if (isKind(command, 'delete-certificate') && gone) {
      await certificates.forgetInstalled(stationId, command.request.installedId)
    }
  },
}

/** 1.6 CertificateSignedMaxChainSize (security whitepaper §7.3) and 2.x MaxCertificateChainSize, in characters. */
function longestChain(variables: readonly Variable[]): { longestChain?: number } {
  const limit = variables.find(
    ({ name }) => name === 'CertificateSignedMaxChainSize' || name === 'MaxCertificateChainSize',
  )
  const count = Number(limit?.value)
  return Number.isInteger(count) && count > 0 ? { longestChain: count } : {}
}
