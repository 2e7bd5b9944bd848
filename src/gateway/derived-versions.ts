import type { GatewayVersion } from './derived-version.ts'

/** Versions spoken besides those that are built in: a folder and a line each. */
export const derivedVersions: readonly GatewayVersion[] = []
