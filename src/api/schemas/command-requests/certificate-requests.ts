import { type TSchema, Type } from 'typebox'
import { type CertificateRequests, ROOT_USES } from '#domain/commands'
import { identifier, text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'

/** The longest text of certificates any version carries. */
const LONGEST_PEM = 10_000

/** What is asked about certificates. */
export const certificateRequests = {
  'certificate-signed': exactly(
    {
      chain: text(LONGEST_PEM, 'PEM: the station’s certificate first, then what leads to the root'),
      use: Type.Optional(oneOf(['station', 'v2g', 'v2g-20'], 'Absent: for everything the station uses one for')),
      requestNumber: Type.Optional(wholeNumber(-2_147_483_648, 2_147_483_647)),
    },
    about('Certificates', 'Certificate signed', 'Gives the station the certificate that was made of its own request.'),
  ),
  'install-certificate': exactly(
    { use: oneOf(ROOT_USES), certificate: text(LONGEST_PEM, 'PEM') },
    about('Certificates', 'Install root certificate', 'Has the station trust a root certificate from now on.'),
  ),
  'delete-certificate': exactly(
    { installedId: identifier('Of a certificate the station has told of') },
    about('Certificates', 'Delete certificate', 'Takes a certificate away that the station has told of.'),
  ),
  'get-installed-certificates': exactly(
    {
      uses: Type.Optional(
        Type.Array(oneOf([...ROOT_USES, 'v2g-chain']), { maxItems: 6, uniqueItems: true, description: 'Absent: all' }),
      ),
    },
    about('Certificates', 'Get installed certificates', 'Asks which certificates the station has.'),
  ),
} satisfies Record<keyof CertificateRequests, TSchema>
