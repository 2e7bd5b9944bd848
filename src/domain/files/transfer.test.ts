import { expect, test } from 'vitest'
import { chooseTransfer, TRANSFERS, type Transfer } from './transfer.ts'

test.each<[readonly Transfer[], string | undefined, Transfer]>([
  [TRANSFERS, 'FTP,FTPS,HTTP,HTTPS,SFTP', 'http'],
  [TRANSFERS, 'HTTPS', 'http'],
  [TRANSFERS, 'ftp, sftp', 'sftp'],
  [TRANSFERS, 'FTP,FTPS', 'ftps'],
  [['http', 'ftp'], 'FTP,FTPS', 'ftp'],
  [['http'], 'FTP,SFTP', 'http'],
  [TRANSFERS, undefined, 'http'],
  [TRANSFERS, '', 'http'],
  [TRANSFERS, 'GOPHER', 'http'],
])('of %j a station that can %s takes %s', (offered, told, chosen) => {
  expect(chooseTransfer(offered, told)).toBe(chosen)
})
