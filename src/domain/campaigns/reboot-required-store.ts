import { type SqlBool, sql } from 'kysely'

/** Member `m`, the station `s`, has to be rebooted: what had to be and has booted since has it behind it. */
export const rebootRequired = sql<SqlBool>`(m.reboot_required AND (s.booted_at > m.settled_at) IS NOT TRUE)`
