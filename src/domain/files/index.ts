export * from './file-store.ts'
export { createTickets, type TicketPurpose, type Tickets } from './ticket.ts'
