/** Writers that hold a token act through HubSpot's own Node client, unmodified. */
import { Client } from '@hubspot/api-client';
import type { Target } from '../engine/types.ts';
import { associationTypes } from './associations.ts';
import type { ObjectTypeId } from './types.ts';

const MAX_BATCH = 100;

export class TokenWriter {
  readonly #client: Client;

  /**
   * @param basePath plain-HTTP address of the API
   * @param accessToken whose rows the writes leave
   */
  constructor(basePath: string, accessToken: string) {
    this.#client = new Client({
      basePath,
      accessToken,
      numberOfApiCallRetries: 0,
      // The client's own limiter would wait for limits that do not apply here.
      limiterOptions: undefined,
    });
  }

  async create(typeId: ObjectTypeId, properties: Record<string, string>, links: readonly Target[]): Promise<string> {
    const associations = links.map((link) => ({
      to: { id: link.id },
      types: (associationTypes(typeId, link.object as ObjectTypeId) ?? []).slice(0, 1).map((associationTypeId) => ({
        associationCategory: 'HUBSPOT_DEFINED' as never,
        associationTypeId,
      })),
    }));
    const created = await this.#client.crm.objects.basicApi.create(typeId, { properties, associations });
    return created.id;
  }

  /** One PATCH for a single record, batches of a hundred for more. */
  async write(typeId: ObjectTypeId, writes: ReadonlyArray<{ id: string; set: Record<string, string> }>): Promise<void> {
    const [only] = writes;
    if (only && writes.length === 1) {
      await this.#client.crm.objects.basicApi.update(typeId, only.id, { properties: only.set });
      return;
    }
    for (let from = 0; from < writes.length; from += MAX_BATCH) {
      const inputs = writes.slice(from, from + MAX_BATCH).map(({ id, set }) => ({ id, properties: set }));
      const answer = await this.#client.crm.objects.batchApi.update(typeId, { inputs });
      if ('numErrors' in answer && answer.numErrors) throw new Error(`batch update failed: ${JSON.stringify(answer)}`);
    }
  }

  async archive(typeId: ObjectTypeId, ids: readonly string[]): Promise<void> {
    await this.#client.crm.objects.batchApi.archive(typeId, { inputs: ids.map((id) => ({ id })) });
  }

  /** Returns the id of the record that is left. */
  async merge(typeId: ObjectTypeId, primaryObjectId: string, objectIdToMerge: string): Promise<string> {
    const apis = { '0-1': 'contacts', '0-2': 'companies', '0-3': 'deals', '0-5': 'tickets' } as const;
    if (typeId === '0-46') throw new Error('notes cannot be merged');
    const { basicApi } = this.#client.crm[apis[typeId]];
    const { id } = await basicApi.merge({ primaryObjectId, objectIdToMerge });
    return id;
  }
}
