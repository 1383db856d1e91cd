/** Salesforce's API side for the registry. */
import type { ApiSide } from '../contract';
import { createSalesforceClient } from './client';
import { salesforceLimits } from './limits';
import { salesforceOAuth } from './oauth';
import { locateSalesforce, salesforceUrl } from './url';

export const salesforceSide: ApiSide = {
  name: 'Salesforce',
  signIn: 'oauth',
  // Every org has a host of its own.
  apiHost: null,
  create: createSalesforceClient,
  authorise: ({ token }) => ({ Authorization: `Bearer ${token}` }),
  limits: salesforceLimits,
  oauth: salesforceOAuth,
  locate: locateSalesforce,
  organisation: 'Account',
  ownerField: 'OwnerId',
  lastEditFields: { by: 'LastModifiedById', at: 'LastModifiedDate' },
  urlOf: salesforceUrl,
  pages: 'https://*.lightning.force.com/*',
};
