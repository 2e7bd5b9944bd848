import { flag, port, portRange, text, url, wholeNumber } from './field.ts'

/** Firmware that stations fetch, and logs that they bring. */
export const FILES = {
  firmwareAuthorities: text({
    fallback: '',
    about:
      'PEM file with the roots that certificates of signed firmware must be of. Empty: any that has not run out and fits the signature.',
  }),
  stationUrl: url(
    {
      fallback: '',
      about:
        'Where stations reach the OCPP ports over HTTP to fetch firmware and bring logs, where a proxy stands before them. Empty: the address a station has connected to.',
    },
    ['http', 'https'],
  ),
  firmwareLimitBytes: wholeNumber(
    { fallback: 268_435_456, about: 'Largest firmware file that is taken in.' },
    1,
    8_589_934_592,
  ),
  logLimitBytes: wholeNumber({ fallback: 67_108_864, about: 'Largest log taken from a station.' }, 1, 8_589_934_592),
  uploadHours: wholeNumber({ fallback: 24, about: 'Hours a station has to bring a log it was asked for.' }, 1, 8_760),
  sftp: flag({ fallback: false, about: 'Whether stations may also fetch and bring files over SFTP.' }),
  sftpPort: port({ fallback: 2222, about: 'Port for SFTP.' }),
  ftp: flag({
    fallback: false,
    about: 'Whether stations that know nothing better may also fetch and bring files over FTP, in the clear.',
  }),
  ftpPort: port({ fallback: 2121, about: 'Port for FTP, which may be changed to TLS (RFC 4217).' }),
  ftps: flag({
    fallback: false,
    about: 'Whether stations may also fetch and bring files over FTPS, where TLS comes first.',
  }),
  ftpsPort: port({ fallback: 2990, about: 'Port for FTPS.' }),
  ftpDataPorts: portRange({
    fallback: '',
    about: 'Ports that files come and go over with FTP and FTPS, as 50000-50063. Empty: any.',
  }),
  ftpDataAddress: text({
    fallback: '',
    about: 'IPv4 address that stations are told for files with FTP, behind a router. Empty: the one they came to.',
  }),
  transferHost: text({
    fallback: '',
    about:
      'Host under which stations reach the ports for SFTP and FTP. Empty: the host a station has connected to by OCPP.',
  }),
  transfersAtOnce: wholeNumber(
    {
      fallback: 64,
      about:
        'Files on their way from and to stations at once, over each of HTTP, SFTP and FTP; more are told to come back.',
    },
    1,
    10_000,
  ),
}
