/** Files that stations fetch and bring over SFTP, FTP and FTPS: one more door to what the domain keeps. */
export { type FtpDoor, type FtpDoorOptions, openFtpDoor } from './ftp/ftp-door.ts'
export type { FtpSettings } from './ftp/ftp-settings.ts'
export { openHostKeys } from './sftp/host-keys.ts'
export { openSftpDoor, type SftpDoor, type SftpDoorOptions } from './sftp/sftp-door.ts'
