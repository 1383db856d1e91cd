/** The API sides of all CRMs. A further CRM is one more line. */
import type { Crm, PageRef } from '../core/types';
import type { ApiSide } from './contract';
import { hubspotSide } from './hubspot/side';
import { pipedriveSide } from './pipedrive/side';
import { salesforceSide } from './salesforce/side';

export const API_SIDES: Record<Crm, ApiSide> = {
  hubspot: hubspotSide,
  salesforce: salesforceSide,
  pipedrive: pipedriveSide,
};

/** The record that an address names in any CRM, or `null`. */
export function locateRecord(address: string | undefined): PageRef | null {
  if (!address || !URL.canParse(address)) return null;
  for (const [crm, side] of Object.entries(API_SIDES) as [Crm, ApiSide][]) {
    const found = side.locate(new URL(address));
    if (found) return { crm, ...found };
  }
  return null;
}
