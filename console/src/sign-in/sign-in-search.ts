export const readSignInSearch = (raw: Record<string, unknown>): { link?: string; next?: string } => ({
  ...(typeof raw.link === 'string' || typeof raw.link === 'number' ? { link: String(raw.link) } : {}),
  // Only a path of our own: a link from elsewhere must not lead away after signing in.
  ...(typeof raw.next === 'string' && /^\/(?![/\\])/.test(raw.next) ? { next: raw.next } : {}),
})
