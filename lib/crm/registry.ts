/** The API sides of all CRMs. A further CRM is one more line. */
import type { Crm, RecordRef } from '../core/types';
import type { CrmClient } from './contract';
import type { Send } from './http';
import { createHubSpotClient } from './hubspot/client';
import { hubspotLimits } from './hubspot/limits';
import { locateHubSpot } from './hubspot/url';
import type { Limits } from './limits';

export interface ApiSide {
  /** What people call the CRM. */
  name: string;
  create(options: { token: string; send: Send; account: string }): CrmClient;
  limits(headers: Headers): Limits;
  /** The record a URL names, or `null`. */
  locate(url: URL): Omit<RecordRef, 'crm'> | null;
  /** Match pattern of the CRM's pages. */
  pages: string;
}

export const API_SIDES: Partial<Record<Crm, ApiSide>> = {
  hubspot: {
    name: 'HubSpot',
    create: createHubSpotClient,
    limits: hubspotLimits,
    locate: locateHubSpot,
    pages: 'https://*.hubspot.com/*',
  },
};

/** The record that an address names in any CRM, or `null`. */
export function locateRecord(address: string | undefined): RecordRef | null {
  if (!address || !URL.canParse(address)) return null;
  for (const [crm, side] of Object.entries(API_SIDES) as [Crm, ApiSide][]) {
    const found = side.locate(new URL(address));
    if (found) return { crm, ...found };
  }
  return null;
}
