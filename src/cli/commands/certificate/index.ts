import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addCertificateInstalled, addCertificateList } from './list.ts'
import { addCertificateRenew } from './renew.ts'
import { addCertificateRevoke } from './revoke.ts'
import { addCertificateRoots } from './roots.ts'

/** `chargewright certificate …` */
export function addCertificateCommands(program: Command, around: Surroundings): void {
  const certificate = program.command('certificate').summary('Certificates: what stations prove themselves by')
  for (const add of [
    addCertificateList,
    addCertificateRenew,
    addCertificateRevoke,
    addCertificateInstalled,
    addCertificateRoots,
  ]) {
    add(certificate, around)
  }
}
