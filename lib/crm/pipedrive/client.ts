/**
 * Pipedrive's API side: plain requests, because the vendor's client is large and loses the status and headers of errors. Records
 * come from v2; the changelog, users and leads exist in v1 alone.
 */
import type { GenericSchema, InferOutput } from 'valibot';
import type { AccountInfo, Capability } from '../../core/account';
import type { FieldHistory, RecordRef } from '../../core/types';
import type { CrmClient, FieldMeta, FieldOption, Person, RecordSnapshot } from '../contract';
import type { Send } from '../http';
import { ApiProblem, asProblem } from '../problem';
import { changedPage, changedParams } from './changed';
import { historiesOf } from './changelog';
import { readAnswer } from './errors';
import { pipedriveLimits } from './limits';
import { ledgerNotes, noteBody, notesQuery } from './notes';
import { pendingPage, pendingParams } from './pending';
import { fieldMetas, modifiedAt, OBJECTS, snapshotOf } from './records';
import {
  ChangelogSchema,
  DoneSchema,
  FieldsSchema,
  MeSchema,
  NamedSchema,
  NewFieldSchema,
  NotesSchema,
  RecordSchema,
  RecordsSchema,
  UsersSchema,
} from './schema';
import { codeOfLabel, newFieldBody, withFieldScope } from './setup';
import { bodyOf, dependsOnRecord, lacksCurrency, type Update } from './write';

/** Where the API is before the account's own host is known. */
export const PIPEDRIVE_API = 'https://api.pipedrive.com';

/** The most items a page of any list holds. */
const PAGE = 500;
/** Pages of a changelog that are read, 20 tokens each; older rows are reported as not read. */
const CHANGELOG_PAGES = 3;
/** Pages of fields, stages and pipelines, against an endless list. */
const LIST_PAGES = 20;
/** Each record's changelog is a request of its own. */
const READ_MANY = 5;
/** With fewer requests left in the short window the next one waits for a new window. */
const SPARE_REQUESTS = 2;

/**
 * @param send the transport, which adds the token and does the accounting
 * @param account the company the record refs carry
 */
export function createPipedriveClient(options: { send: Send; account: string; apiHost: string }): CrmClient {
  const { send, account, apiHost } = options;
  let notBefore = 0;

  const get = <T extends GenericSchema>(path: string, schema: T) => request('GET', path, schema);

  async function request<T extends GenericSchema>(
    method: string,
    path: string,
    schema: T,
    body?: object,
  ): Promise<InferOutput<T>> {
    const wait = notBefore - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const url = `${apiHost}/${path}`;
    const headers = { Accept: 'application/json' };
    const response = await send(
      body
        ? { url, method, headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
        : { url, method, headers },
    );
    const { burst } = pipedriveLimits(response.headers);
    if (burst && burst.remaining <= SPARE_REQUESTS) notBefore = Date.now() + burst.windowMs;
    return readAnswer(response, schema, Date.now());
  }

  /** Every page of a v2 list. */
  async function list<T extends GenericSchema<unknown, { data?: Item[] | null; additional_data?: Next }>, Item>(
    path: string,
    schema: T,
    more = '',
  ): Promise<NonNullable<InferOutput<T>['data']>> {
    const items: Item[] = [];
    let cursor = '';
    for (let page = 0; page < LIST_PAGES; page++) {
      const answer: InferOutput<T> = await get(`api/v2/${path}?limit=${PAGE}${more}${cursor}`, schema);
      items.push(...(answer.data ?? []));
      const next = answer.additional_data?.next_cursor;
      if (!next) break;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    return items as NonNullable<InferOutput<T>['data']>;
  }

  async function record(object: string, id: string) {
    const { data } = await get(`${recordPath(object)}/${encodeURIComponent(id)}`, RecordSchema);
    // A record that was merged away may be answered as the one that survived: another than the one asked for.
    if (data.is_deleted || String(data.id) !== id) throw new ApiProblem({ kind: 'gone' });
    return data;
  }

  async function histories(
    object: string,
    id: string,
    fields: readonly FieldMeta[],
  ): Promise<Map<string, FieldHistory>> {
    const kind = OBJECTS[object];
    if (!kind?.tracked) return new Map();
    const rows: unknown[] = [];
    let cursor = '';
    let whole = false;
    for (let page = 0; page < CHANGELOG_PAGES && !whole; page++) {
      const path = `v1/${kind.path}/${encodeURIComponent(id)}/changelog?limit=${PAGE}${cursor}`;
      const answer = await get(path, ChangelogSchema);
      rows.push(...(answer.data ?? []));
      const next = answer.additional_data?.next_cursor;
      whole = !next;
      cursor = `&cursor=${encodeURIComponent(next ?? '')}`;
    }
    return historiesOf(rows, fields, whole);
  }

  async function can(what: string, path: string): Promise<Capability> {
    try {
      await get(path, RecordsSchema);
      return { what, ok: true };
    } catch (error) {
      const problem = asProblem(error);
      if (problem.kind !== 'forbidden') throw error;
      return { what, ok: false, missing: problem.missing ?? '' };
    }
  }

  const ref = (object: string, id: string): RecordRef => ({ crm: 'pipedrive', account, object, id });
  const named = async (path: string): Promise<FieldOption[]> =>
    (await list(path, NamedSchema)).map(({ id, name, pipeline_id: pipeline }) => ({
      value: String(id),
      label: name,
      ...(pipeline ? { pipeline: String(pipeline) } : {}),
    }));

  /** Changes the fields of an object; a refusal names the scope that is missing. */
  async function changeFields<T>(object: string, change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      throw new ApiProblem(withFieldScope(object, asProblem(error)));
    }
  }

  return {
    crm: 'pipedrive',
    objects: Object.keys(OBJECTS),
    readManyLimit: READ_MANY,

    async test(): Promise<AccountInfo> {
      const { data: me } = await get('v1/users/me', MeSchema);
      // The token is sent to this host from now on, so it must be one of Pipedrive's.
      if (!/^[a-z0-9-]+$/i.test(me.company_domain))
        throw new ApiProblem({ kind: 'unreadable', message: 'company_domain' });
      const host = `${me.company_domain.toLowerCase()}.pipedrive.com`;
      const capabilities: Capability[] = [];
      for (const object of Object.keys(OBJECTS)) capabilities.push(await can(object, `${recordPath(object)}?limit=1`));
      capabilities.push(await can('people', 'v1/users'));
      return {
        account: String(me.company_id),
        host,
        apiHost: `https://${host}`,
        user: { id: String(me.id), name: me.name },
        capabilities,
        ...(me.company_name ? { name: me.company_name } : {}),
        ...(me.default_currency ? { currency: me.default_currency } : {}),
        ...(me.timezone_name ? { timeZone: me.timezone_name } : {}),
      };
    },

    /** Labels are the account's own: the API does not translate them. */
    async fields(object): Promise<FieldMeta[]> {
      const fields = await list(OBJECTS[object]?.fields ?? '', FieldsSchema, '&include_fields=required_fields');
      const deal = object === 'deal';
      return fieldMetas(object, fields, {
        stages: deal ? await named('stages') : [],
        pipelines: deal ? await named('pipelines') : [],
      });
    },

    async people(): Promise<Person[]> {
      const { data } = await get('v1/users', UsersSchema);
      return (data ?? []).map(({ id, name, email, active_flag }) => ({
        name: name || email || `User ${id}`,
        keys: [`user:${id}`, `owner:${id}`],
        active: active_flag !== false,
      }));
    },

    async modified(object, id): Promise<number> {
      const at = modifiedAt(await record(object, id));
      if (!Number.isFinite(at)) throw new ApiProblem({ kind: 'unreadable', message: 'update_time' });
      return at;
    },

    async read(object, id, fields): Promise<RecordSnapshot> {
      // The record first: what changes in between makes the next look at it read both again.
      const data = await record(object, id);
      return snapshotOf(ref(object, id), data, fields, await histories(object, id, fields));
    },

    async readMany(object, ids, fields, { histories: kept } = { histories: true }): Promise<RecordSnapshot[]> {
      const snapshots: RecordSnapshot[] = [];
      for (const id of ids) {
        try {
          if (kept) snapshots.push(await this.read(object, id, fields));
          else snapshots.push(snapshotOf(ref(object, id), await record(object, id), fields, new Map()));
        } catch (error) {
          if (asProblem(error).kind !== 'gone') throw error;
        }
      }
      return snapshots;
    },

    async recent(object, limit): Promise<string[]> {
      const order = object === 'lead' ? 'sort=update_time%20DESC' : 'sort_by=update_time&sort_direction=desc';
      const { data } = await get(`${recordPath(object)}?limit=${limit}&${order}`, RecordsSchema);
      return (data ?? []).map(({ id }) => String(id));
    },

    // `unmodifiedSince` has no use here: Pipedrive knows no precondition, so the caller compares before it writes.
    async write(object, id, values, { fields }): Promise<void> {
      const update: Update = { object, values, fields: new Map(fields.map((field) => [field.name, field])) };
      if (dependsOnRecord(update)) update.record = await record(object, id);
      if (lacksCurrency(update)) {
        const { data: me } = await get('v1/users/me', MeSchema);
        if (me.default_currency) update.currency = me.default_currency;
      }
      await request('PATCH', `${recordPath(object)}/${encodeURIComponent(id)}`, RecordSchema, bodyOf(update));
    },

    async createOrganisation(name): Promise<string> {
      const { data } = await request('POST', recordPath('organization'), RecordSchema, { name });
      return String(data.id);
    },

    async deleteRecord(object, id): Promise<void> {
      try {
        await request('DELETE', `${recordPath(object)}/${encodeURIComponent(id)}`, DoneSchema);
      } catch (error) {
        if (asProblem(error).kind !== 'gone') throw error;
      }
    },

    ledgerNote: {
      async read(object, id) {
        return ledgerNotes(await get(`v1/notes?${notesQuery(object, id)}`, NotesSchema));
      },
      async write(object, id, note, text) {
        if (note === null) await request('POST', 'v1/notes', DoneSchema, noteBody(object, id, text));
        else await request('PUT', `v1/notes/${encodeURIComponent(note)}`, DoneSchema, { content: text });
      },
    },

    async pending(object, query): Promise<{ ids: string[]; after: string | null }> {
      if (query.staging.length === 0 && !query.metadata && !query.count) return { ids: [], after: null };
      const params = pendingParams(object, query, PAGE);
      return pendingPage(await get(`${recordPath(object)}?${params}`, RecordsSchema), query);
    },

    async changed(object, query) {
      const params = changedParams(query, PAGE);
      return changedPage(await get(`${recordPath(object)}?${params}`, RecordsSchema), query);
    },

    /** The name is Pipedrive's to choose: a custom field of the same label is taken for the one that is wanted. */
    async createField(object, field) {
      const path = OBJECTS[object]?.fields ?? '';
      const known = codeOfLabel(await list(path, FieldsSchema), field.label);
      if (known) return { name: known, created: false };
      const { data } = await changeFields(object, () =>
        request('POST', `api/v2/${path}`, NewFieldSchema, newFieldBody(field)),
      );
      return { name: data.field_code, created: true };
    },

    async deleteField(object, name): Promise<void> {
      const path = `api/v2/${OBJECTS[object]?.fields}/${encodeURIComponent(name)}`;
      try {
        await changeFields(object, () => request('DELETE', path, DoneSchema));
      } catch (error) {
        if (asProblem(error).kind !== 'gone') throw error;
      }
    },

    /** A tool is known by its user agent alone, which every row of it carries. */
    async writerName(): Promise<string | null> {
      return null;
    },
  };
}

type Next = { next_cursor?: string | null | undefined } | null | undefined;

/** Leads exist in v1 alone. */
function recordPath(object: string): string {
  const kind = OBJECTS[object];
  return `${object === 'lead' ? 'v1' : 'api/v2'}/${kind?.path ?? object}`;
}
