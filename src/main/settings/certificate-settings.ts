import { choice, listOf, text, url, wholeNumber } from './field.ts'

/** About certificates: who issues them, who is asked about them, whom to believe. */
export const CERTIFICATE_SETTINGS = {
  validDays: wholeNumber(
    { fallback: 365, about: 'Days a certificate is good for that this platform issues to a station.' },
    1,
    3_650,
  ),
  renewDays: wholeNumber(
    { fallback: 30, about: 'Days before its certificate ends a station is asked to renew it.' },
    0,
    365,
  ),
  responders: listOf(
    {
      fallback: [],
      about: 'Hosts that may be asked on behalf of stations whether a certificate is revoked (OCSP, CRL).',
    },
    'host names, with a port where it is not the usual one, or *.example.org',
    (name) => /^(\*\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/i.test(name),
  ),
  authorityUrl: url(
    {
      fallback: '',
      about:
        'Certificate authority that requests of stations are passed on to, by EST (RFC 7030), as https://ca.example.org/.well-known/est. Empty: the one in the box.',
    },
    ['https'],
  ),
  authorityUser: text({ fallback: '', about: 'Name that this platform is known by there.' }),
  authorityPassword: text({ fallback: '', about: 'Password that goes with it.', secret: true }),
  authorityTrust: text({
    fallback: '',
    about: 'PEM file with the roots its server is trusted by. Empty: those of the system.',
  }),
  revocationCheck: choice(
    {
      fallback: 'lenient',
      about:
        'Whether the authority of a certificate that a station shows is asked if it still holds (OCSP, else CRL, where the certificate names them): off; lenient lets the station in when there is no answer; strict keeps it out until there is.',
    },
    ['off', 'lenient', 'strict'],
  ),
  revocationTimeoutS: wholeNumber({ fallback: 3, about: 'Seconds such an authority may take over its answer.' }, 1, 20),
  contractAuthorities: text({
    fallback: '',
    about: 'PEM file with the roots of contract certificates (Plug & Charge). Empty: no contract can be verified here.',
  }),
  contractPoolUrl: url(
    {
      fallback: '',
      about:
        'Contract certificate pool that vehicles get their contracts from (Plug & Charge), by OPCP 1.0, as https://pool.example.org. Empty: no vehicle gets a contract.',
    },
    ['https', 'http'],
  ),
  contractPoolToken: text({
    fallback: '',
    about: 'Bearer token that this platform shows there, where the pool gives out one for good.',
    secret: true,
  }),
  contractPoolTokenUrl: url(
    {
      fallback: '',
      about:
        'Where tokens for the pool are given out by client credentials (OAuth 2), as https://auth.example.org/oauth/token. Empty: contractPoolToken is shown.',
    },
    ['https', 'http'],
  ),
  contractPoolClient: text({ fallback: '', about: 'Name that this platform is known by there.' }),
  contractPoolSecret: text({ fallback: '', about: 'Secret that goes with it.', secret: true }),
  contractPoolAudience: text({ fallback: '', about: 'Audience of those tokens, where one has to be named.' }),
} as const
