/** Properties somebody created through the API, such as staging and ledger fields. */
import { RECORD_TYPES } from './catalog.ts';
import type { HubSpotSandbox } from './simulation.ts';

export function stagingFields(simulation: HubSpotSandbox) {
  return [...simulation.stores.values()].flatMap(({ portal, catalog }) =>
    RECORD_TYPES.flatMap((object) =>
      catalog
        .properties(object)
        .filter(({ createdAt }) => createdAt !== undefined)
        .map(({ name, label, type, fieldType, groupName, hidden, createdAt }) => ({
          crm: 'hubspot',
          account: portal.id,
          object,
          name,
          label,
          type,
          fieldType,
          groupName,
          hidden,
          createdAt,
        })),
    ),
  );
}
