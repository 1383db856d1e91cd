/** Properties in which agents of this portal propose values: text, whatever the property they are for. */

import type { Staging } from '../engine/types.ts';
import { shorten } from '../shorten.ts';
import { custom } from './catalog/define.ts';
import type { Catalog } from './catalog.ts';
import type { ObjectTypeId } from './types.ts';

const PREFIX = 'ai_suggested_';
const METADATA = 'ai_suggestions';
const COUNT = 'ai_pending_count';
const GROUP = 'countersign';
const MAX_NAME = 100;

/** What agents may propose from the start; a team adds more through the API. */
const STAGED: Partial<Record<ObjectTypeId, readonly string[]>> = {
  '0-1': ['jobtitle', 'phone', 'lifecyclestage', 'utm_source', 'hubspot_owner_id'],
  '0-2': ['industry', 'numberofemployees', 'phone', 'type', 'hubspot_owner_id'],
  '0-3': [
    'dealstage',
    'amount',
    'closedate',
    'hs_priority',
    'hs_next_step',
    'description',
    'commission_rate',
    'hubspot_owner_id',
  ],
};

const nameFor = (property: string): string => shorten(`${PREFIX}${property}`, property, MAX_NAME);

/** Adds the staging properties a portal has from the start. No card of the record page shows them. */
export function addStaging(catalog: Catalog): void {
  for (const [typeId, properties] of Object.entries(STAGED) as Array<[ObjectTypeId, readonly string[]]>) {
    for (const property of properties) {
      const label = catalog.property(typeId, property)?.label ?? property;
      const kind = property === 'description' ? 'textarea' : 'text';
      catalog.put(typeId, custom(nameFor(property), kind, GROUP, `AI suggested ${label}`));
    }
    catalog.put(typeId, custom(METADATA, 'textarea', GROUP, 'AI suggestions'));
    catalog.put(typeId, custom(COUNT, 'number', GROUP, 'AI pending count'));
  }
}

/** What an object type has now, by name. */
export function stagingOf(catalog: Catalog, typeId: ObjectTypeId): Staging {
  const known = (name: string) => (catalog.property(typeId, name) ? name : undefined);
  const fields = catalog.properties(typeId).flatMap(({ name }) => {
    const staged = known(nameFor(name));
    return staged ? [[name, staged] as const] : [];
  });
  return { fields: new Map(fields), metadata: known(METADATA), count: known(COUNT) };
}

export const isStaging = (property: string): boolean =>
  property.startsWith(PREFIX) || property === METADATA || property === COUNT;
