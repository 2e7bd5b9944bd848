/** What stands in the place of a secret. */
export const MASK = '***'

/** Names of configuration keys, variables and fields whose value is a secret; vendors have their own of this kind. */
export const SECRET_NAME = /authorizationkey|password|passwd|secret|simpin/i

/** `ftp://user:password@host` keeps its user, and a ticket to a file of ours says which. */
export function maskAddress(text: string): string {
  return text
    .replace(/(:\/\/[^\s/@:]*):[^\s/@]+@/g, `$1:${MASK}@`)
    .replace(/(\/files\/(?:firmware|logs)\/[\w-]+)\.[\w-]+/g, `$1.${MASK}`)
}

/** What stands in the place of a frame that mentions a secret and cannot be read. */
export function withheld(frame: string): string {
  return `[${frame.length} characters withheld: they cannot be read]`
}
