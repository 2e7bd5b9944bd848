import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError } from '#kernel'

/**
 * The certificates in a PEM file of the settings, each by itself; none for an empty name.
 *
 * @throws the system's error when it cannot be read; AppError `invalid` when there are no certificates in it
 */
export async function readContractAuthorities(file: string): Promise<string[]> {
  if (file === '') return []
  const text = await readFile(file, 'utf8')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length === 0) throw new TypeError('no certificate')
    for (const block of blocks) new X509Certificate(block)
  } catch (cause) {
    throw new AppError('invalid', `There are no certificates to be read in ${file}`, { file }, { cause })
  }
  return blocks
}
