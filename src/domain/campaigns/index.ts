export * from './campaign.ts'
export { type CampaignsOptions, createCampaigns } from './campaigns-service.ts'
export { MANNER_BOUNDS } from './check-campaign.ts'
