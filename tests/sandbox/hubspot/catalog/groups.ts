/** Property groups of each object type; a property names its group in `groupName`. */
import type { ObjectTypeId, PropertyGroup } from '../types.ts';

const PORTAL_GROUPS: ReadonlyArray<readonly [string, string]> = [
  ['automation_stamps', 'Automation stamps'],
  ['countersign', 'Countersign'],
  ['legacy', 'Legacy'],
  ['scoring', 'Scoring'],
  ['benchmark', 'Benchmark'],
];

const OWN_GROUPS: Record<ObjectTypeId, ReadonlyArray<readonly [string, string]>> = {
  '0-1': [
    ['contactinformation', 'Contact information'],
    ['emailinformation', 'Email information'],
    ['analyticsinformation', 'Analytics information'],
    ['conversioninformation', 'Conversion information'],
    ['socialmediainformation', 'Social media information'],
    ['utm', 'UTM'],
  ],
  '0-2': [['companyinformation', 'Company information']],
  '0-3': [
    ['dealinformation', 'Deal information'],
    ['analyticsinformation', 'Analytics information'],
    ['commissions', 'Commissions'],
    ['renewals', 'Renewals'],
    ['onboarding', 'Onboarding'],
  ],
  '0-5': [['ticketinformation', 'Ticket information']],
  '0-46': [['engagement', 'Engagement']],
};

export function defaultGroups(typeId: ObjectTypeId): PropertyGroup[] {
  return [...OWN_GROUPS[typeId], ...PORTAL_GROUPS].map(([name, label], displayOrder) => ({
    name,
    label,
    displayOrder,
    archived: false,
  }));
}
