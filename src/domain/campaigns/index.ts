export * from './campaign.ts'
export { type CampaignsOptions, createCampaigns } from './campaigns-service.ts'
