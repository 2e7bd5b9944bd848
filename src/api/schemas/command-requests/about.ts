/** What commands are about, in the order in which people look for them. */
export const TOPICS = [
  'Charging',
  'Operation',
  'Configuration',
  'Smart charging',
  'Authorization',
  'Reservations',
  'Firmware and logs',
  'Monitoring',
  'Certificates',
  'Display and prices',
  'Other',
] as const
export type Topic = (typeof TOPICS)[number]

/** What the schema of a command says about itself: forms and the command line are made of it. */
export interface About {
  /** What it is called on a button: Start charging. */
  readonly title: string
  /** What it does, one sentence or two. */
  readonly description: string
  readonly 'x-topic': Topic
}

export function about(topic: Topic, title: string, description: string): About {
  return { title, description, 'x-topic': topic }
}
