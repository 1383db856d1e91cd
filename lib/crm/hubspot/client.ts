/**
 * HubSpot's API side. Requests are built by HubSpot's own client (its request factories); the raw answers are read by us,
 * because the client's models lose what history needs (times as sent, members it does not know).
 */
import { BasicApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/objects/apis/BasicApi.js';
import { BatchApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/objects/apis/BatchApi.js';
import { SearchApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/objects/apis/SearchApi.js';
import { ServerConfiguration } from '@hubspot/api-client/lib/codegen/crm/objects/servers.js';
import { OwnersApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/owners/apis/OwnersApi.js';
import { PipelinesApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/pipelines/apis/PipelinesApi.js';
import { CoreApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/properties/apis/CoreApi.js';
import { GroupsApiRequestFactory } from '@hubspot/api-client/lib/codegen/crm/properties/apis/GroupsApi.js';
import type { GenericSchema, InferOutput } from 'valibot';
import type { AccountInfo, Capability } from '../../core/account';
import type { RecordRef, Writer } from '../../core/types';
import type { CrmClient, FieldMeta, Person, RecordSnapshot } from '../contract';
import type { Send } from '../http';
import { ApiProblem, asProblem } from '../problem';
import { changedPage, changedSearch } from './changed';
import { readAnswer } from './errors';
import { fieldMeta, modifiedProperty, OBJECTS, snapshotOf, withPipelines } from './records';
import {
  AccountSchema,
  BatchSchema,
  CreatedSchema,
  NothingSchema,
  ObjectSchema,
  OwnersSchema,
  PipelinesSchema,
  PropertiesSchema,
  SearchSchema,
} from './schema';
import { pendingAfter, pendingSearch, propertyOf, STAGING_GROUP } from './staging';

/** HubSpot's API version. Paths of v3 read `/crm/v3/objects/…`, dated ones `/crm/objects/2026-03/…`; v3 ends in September 2027. */
const API_VERSION: 'v3' | '2026-03' = 'v3';

/** Companies. */
export const ORGANISATION = '0-2';

export const HUBSPOT_API = 'https://api.hubapi.com';

/** History is answered for at most 50 records at once (HubSpot's own error message). */
const BATCH_WITH_HISTORY = 50;
const OWNERS_PER_PAGE = 100;
const OWNER_PAGES = 50;

interface Context {
  getUrl(): string;
  getHttpMethod(): string;
  getHeaders(): Record<string, string>;
  getBody(): unknown;
  setQueryParam(name: string, value: string): void;
}

/**
 * @param send the transport, which adds the credential and does the accounting
 * @param account the portal the record refs carry
 * @param apiHost origin of the API
 */
export function createHubSpotClient(options: { send: Send; account: string; apiHost: string }): CrmClient {
  const { send, account, apiHost: host } = options;
  const configuration = { baseServer: new ServerConfiguration(host, {}), authMethods: {} } as never;
  const objects = new BasicApiRequestFactory(configuration);
  const batches = new BatchApiRequestFactory(configuration);
  const searches = new SearchApiRequestFactory(configuration);
  const properties = new CoreApiRequestFactory(configuration);
  const groups = new GroupsApiRequestFactory(configuration);
  const pipelines = new PipelinesApiRequestFactory(configuration);
  const owners = new OwnersApiRequestFactory(configuration);

  async function call<T extends GenericSchema>(building: Promise<Context>, schema: T): Promise<InferOutput<T>> {
    const context = await building;
    const body = context.getBody();
    return request(context.getUrl(), context.getHttpMethod(), schema, typeof body === 'string' ? body : undefined);
  }

  async function request<T extends GenericSchema>(
    url: string,
    method: string,
    schema: T,
    body?: string,
  ): Promise<InferOutput<T>> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await send({ url: versioned(url), method, headers, ...(body === undefined ? {} : { body }) });
    return readAnswer(response, schema, Date.now());
  }

  async function can(what: string, attempt: () => Promise<unknown>): Promise<Capability> {
    try {
      await attempt();
      return { what, ok: true };
    } catch (error) {
      const problem = asProblem(error);
      if (problem.kind !== 'forbidden') throw error;
      return { what, ok: false, missing: problem.missing ?? problem.message ?? '' };
    }
  }

  /** `null` where HubSpot answers with the status that says that it is so already. */
  async function unless<T>(status: number, attempt: Promise<T>): Promise<T | null> {
    try {
      return await attempt;
    } catch (error) {
      const problem = asProblem(error);
      // A gateway's page under the same status says nothing of the kind.
      if (problem.status !== status || problem.kind === 'unreadable') throw error;
      return null;
    }
  }

  /** Fields are of use without their pipelines, so only a credential that is no good stops their reading. */
  async function pipelinesOf(type: string) {
    try {
      return (await call(pipelines.getAll(type), PipelinesSchema)).results;
    } catch (error) {
      if (asProblem(error).kind === 'signedOut') throw error;
      return [];
    }
  }

  async function ownersPage(after: string | undefined, archived: boolean) {
    return call(owners.getPage(undefined, after, OWNERS_PER_PAGE, archived), OwnersSchema);
  }

  const ref = (object: string, id: string): RecordRef => ({ crm: 'hubspot', account, object, id });

  return {
    crm: 'hubspot',
    objects: Object.keys(OBJECTS),
    isCustom: (object) => /^2-\d+$/.test(object),
    readManyLimit: BATCH_WITH_HISTORY,

    async test(): Promise<AccountInfo> {
      const details = await request(`${host}/account-info/v3/details`, 'GET', AccountSchema);
      const capabilities: Capability[] = [];
      for (const object of Object.keys(OBJECTS)) {
        capabilities.push(await can(object, () => call(objects.getPage(object, 1), SearchSchema)));
      }
      capabilities.push(await can('people', () => call(owners.getPage(undefined, undefined, 1, false), OwnersSchema)));
      return {
        account: String(details.portalId),
        host: details.uiDomain ?? 'app.hubspot.com',
        capabilities,
        ...(details.companyCurrency ? { currency: details.companyCurrency } : {}),
        ...(details.timeZone ? { timeZone: details.timeZone } : {}),
      };
    },

    async fields(object, language): Promise<FieldMeta[]> {
      const context: Context = await properties.getAll(object, false);
      // The client does not know this documented parameter; it translates HubSpot's own labels.
      context.setQueryParam('locale', language);
      const { results } = await call(Promise.resolve(context), PropertiesSchema);
      const fields = results.map(fieldMeta);
      const stages = OBJECTS[object]?.stages;
      if (!stages) return fields;
      const known = await pipelinesOf(stages.type);
      return fields.map((field) => withPipelines(field, stages, known));
    },

    async people(): Promise<Person[]> {
      const people: Person[] = [];
      for (const archived of [false, true]) {
        let after: string | undefined;
        for (let page = 0; page < OWNER_PAGES; page++) {
          const answer = await ownersPage(after, archived);
          for (const owner of answer.results) {
            const user = owner.userId ?? owner.userIdIncludingInactive;
            const name =
              [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email || `Owner ${owner.id}`;
            const teams = owner.teams?.map(({ id }) => id) ?? [];
            people.push({
              name,
              keys: [`owner:${owner.id}`, ...(user ? [`user:${user}`] : [])],
              active: !archived,
              ...(teams.length > 0 ? { teams } : {}),
            });
          }
          after = answer.paging?.next?.after ?? undefined;
          if (!after) break;
        }
      }
      return people;
    },

    async modified(object, id): Promise<number> {
      const property = modifiedProperty(object);
      const answer = await call(objects.getById(object, id, [property]), ObjectSchema);
      if (answer.archived) throw new ApiProblem({ kind: 'gone' });
      const at = Date.parse(answer.properties[property] ?? '');
      if (!Number.isFinite(at)) throw new ApiProblem({ kind: 'unreadable', message: property });
      return at;
    },

    async read(object, id, fields): Promise<RecordSnapshot> {
      const [snapshot] = await this.readMany(object, [id], fields);
      if (!snapshot) throw new ApiProblem({ kind: 'gone' });
      return snapshot;
    },

    async readMany(object, ids, fields, { histories } = { histories: true }): Promise<RecordSnapshot[]> {
      const names = fields.map((field) => field.name);
      const inputs = ids.map((id) => ({ id }));
      const body = { inputs, properties: names, propertiesWithHistory: histories ? names : [] };
      const answer = await call(batches.read(object, body), BatchSchema);
      // A merged record is answered under the id of the one that survived: another record than the one asked for.
      return answer.results
        .filter((result) => ids.includes(result.id) && !result.archived)
        .map((result) => snapshotOf(ref(object, result.id), result));
    },

    async recent(object, limit): Promise<string[]> {
      const property = modifiedProperty(object);
      const search = {
        filterGroups: [],
        sorts: [{ propertyName: property, direction: 'DESCENDING' }],
        properties: [],
        limit,
        after: '0',
      };
      const answer = await call(searches.doSearch(object, search as never), SearchSchema);
      return answer.results.map((result) => result.id);
    },

    // HubSpot has no precondition, so `unmodifiedSince` is not used: who writes has to read right before.
    async write(object, id, values): Promise<void> {
      const properties = Object.fromEntries([...values].map(([name, value]) => [name, value ?? '']));
      await call(objects.update(object, id, { properties }), ObjectSchema);
    },

    async createOrganisation(name): Promise<string> {
      return (await call(objects.create(ORGANISATION, { properties: { name }, associations: [] }), ObjectSchema)).id;
    },

    // HubSpot answers in the same way for a record that is archived already.
    async deleteRecord(object, id): Promise<void> {
      await unless(404, call(objects.archive(object, id), NothingSchema));
    },

    async pending(object, query) {
      const search = pendingSearch(query, modifiedProperty(object));
      if (!search) return { ids: [], after: null };
      const { results, paging } = await call(searches.doSearch(object, search as never), SearchSchema);
      return { ids: results.map((result) => result.id), after: pendingAfter(query, paging?.next?.after) };
    },

    async changed(object, query) {
      const property = modifiedProperty(object);
      const search = changedSearch(query, property);
      return changedPage(await call(searches.doSearch(object, search as never), SearchSchema), query, property);
    },

    async createField(object, field) {
      const group = await unless(409, call(groups.create(object, STAGING_GROUP), CreatedSchema));
      const created = await unless(409, call(properties.create(object, propertyOf(field) as never), CreatedSchema));
      return { name: created?.name ?? field.name, created: !!created, ...(group ? { group: true } : {}) };
    },

    async deleteField(object, name, group = false): Promise<void> {
      await unless(404, call(properties.archive(object, name), NothingSchema));
      if (!group) return;
      const { results } = await call(properties.getAll(object, false), PropertiesSchema);
      if (results.some(({ groupName }) => groupName === STAGING_GROUP.name)) return;
      // An empty group that HubSpot keeps is no reason to go no further.
      await unless(400, unless(404, call(groups.archive(object, STAGING_GROUP.name), NothingSchema)));
    },

    async writerName(writer: Writer): Promise<string | null> {
      if (writer.kind !== 'app') return null;
      const detail = 'hs_object_source_detail_1';
      for (const object of Object.keys(OBJECTS)) {
        const filters = [{ propertyName: 'hs_object_source_id', operator: 'EQ', value: writer.id }];
        const search = { filterGroups: [{ filters }], properties: [detail], limit: 1, after: '0' };
        const answer = await call(searches.doSearch(object, search as never), SearchSchema);
        const name = answer.results[0]?.properties[detail];
        if (name) return name;
      }
      return null;
    },
  };
}

/** A v3 path in the version we use. */
function versioned(url: string): string {
  if ((API_VERSION as string) === 'v3') return url;
  return url
    .replace(/\/crm\/v3\/(\w+)/, `/crm/$1/${API_VERSION}`)
    .replace('/account-info/v3/', `/account-info/${API_VERSION}/`);
}
