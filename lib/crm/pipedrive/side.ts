import type { ApiSide } from '../contract';
import { createPipedriveClient, PIPEDRIVE_API } from './client';
import { DAILY_BUDGET, pipedriveCost, pipedriveLimits } from './limits';
import { locatePipedrive, pipedriveUrl } from './url';

/** Pipedrive as the registry lists it. People connect it with their personal API token. */
export const pipedriveSide: ApiSide = {
  name: 'Pipedrive',
  signIn: 'token',
  apiHost: PIPEDRIVE_API,
  create: createPipedriveClient,
  authorise: ({ token }) => ({ 'x-api-token': token }),
  limits: pipedriveLimits,
  cost: pipedriveCost,
  dailyBudget: DAILY_BUDGET,
  locate: locatePipedrive,
  organisation: 'organization',
  ownerField: 'owner_id',
  listsPending: true,
  urlOf: pipedriveUrl,
  pages: 'https://*.pipedrive.com/*',
};
