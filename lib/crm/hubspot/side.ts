/** HubSpot's API side for the registry. */
import type { ApiSide } from '../contract';
import { createHubSpotClient, HUBSPOT_API, ORGANISATION } from './client';
import { hubspotLimits } from './limits';
import { hubspotUrl, locateHubSpot } from './url';

export const hubspotSide: ApiSide = {
  name: 'HubSpot',
  signIn: 'token',
  apiHost: HUBSPOT_API,
  create: createHubSpotClient,
  authorise: ({ token }) => ({ Authorization: `Bearer ${token}` }),
  limits: hubspotLimits,
  locate: locateHubSpot,
  organisation: ORGANISATION,
  ownerField: 'hubspot_owner_id',
  urlOf: hubspotUrl,
  pages: 'https://*.hubspot.com/*',
};
