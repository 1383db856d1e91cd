/**
 * Salesforce's API side. What is asked together goes into one composite request, which counts as one call against the org's day;
 * parts that an org or a person lacks (a history object, a field of users) are asked again without them.
 */
import * as v from 'valibot';
import type { AccountInfo, Capability } from '../../core/account';
import type { RecordRef, Writer } from '../../core/types';
import type { CrmClient, FieldMeta, Person, RecordSnapshot } from '../contract';
import type { Send } from '../http';
import { ApiProblem, asProblem } from '../problem';
import { createApi, DATA, idList, idOf, named, pageAfter, queryPath } from './api';
import { changedPage } from './changed';
import { checked, problemFrom, refusalOf } from './errors';
import { historiesOf, STAGE_FIELDS, stageHistoriesOf } from './history';
import { pageHostOf } from './hosts';
import { recordId } from './ids';
import { canBeNative, NATIVE, nativeColumns, nativeOf, nativeQuery } from './native';
import { pendingPage } from './pending';
import { fieldsOf, OBJECTS, timeOf, titleOf, valuesOf } from './records';
import {
  CompositeSchema,
  DescribeSchema,
  IdSchema,
  ModifiedSchema,
  OrganizationSchema,
  PersonSchema,
  QuerySchema,
  RecordSchema,
  TrackedSchema,
  UserInfoSchema,
} from './schema';
import { createField, deleteField } from './setup';
import { createRecord, deleteRecord, PRECONDITION_MS, writeRecord } from './write';

/** A composite request has at most 25 parts, 5 of them queries; beside the records there are up to four of those. */
const RECORDS_AT_ONCE = 20;
/** A query's answer has at most this many rows. */
const ROWS = 2000;
const PEOPLE_PAGES = 5;
/** A query may reach through this many lookups; Salesforce allows 55. */
const LOOKUPS = 40;

/** What a history row can tell of its user, best first; not everybody may see profiles, or users at all. */
const USER_FIELDS = [
  'CreatedBy.Name, CreatedBy.UserType, CreatedBy.Profile.Name, CreatedBy.Profile.UserLicense.Name',
  'CreatedBy.Name, CreatedBy.UserType, CreatedBy.Profile.Name',
  'CreatedBy.Name, CreatedBy.UserType',
  '',
];

interface Part {
  status: number;
  body: unknown;
}

/**
 * @param send the transport, which adds the authorisation and does the accounting
 * @param account the org the record refs carry
 * @param apiHost origin of the org's API
 */
export function createSalesforceClient(options: { send: Send; account: string; apiHost: string }): CrmClient {
  const { send, account, apiHost } = options;
  const api = createApi(send, apiHost);

  /** Several reads in one request; each has an answer of its own. */
  async function together(paths: Record<string, string>): Promise<Record<string, Part>> {
    const compositeRequest = Object.entries(paths).map(([referenceId, url]) => ({ method: 'GET', url, referenceId }));
    const body = { allOrNone: false, compositeRequest };
    const answer = await api.call(`${DATA}/composite`, CompositeSchema, { method: 'POST', body });
    return Object.fromEntries(
      answer.compositeResponse.map((part) => [part.referenceId, { status: part.httpStatusCode, body: part.body }]),
    );
  }

  const ref = (object: string, id: string): RecordRef => ({ crm: 'salesforce', account, object, id });

  /** A query's rows, and whether there may be more. Asks again with less where the org or the person lacks something. */
  async function rowsOf(
    part: Part | undefined,
    less: readonly string[],
  ): Promise<{ rows: unknown[]; cut: boolean } | null> {
    const answer = successOf(part);
    if (answer) {
      const { records, done } = checked(answer.body, QuerySchema, answer.status);
      return { rows: records, cut: !done || records.length >= ROWS };
    }
    const code = refusalOf(part?.body)?.code;
    if (code === 'INVALID_TYPE') return null;
    const [next, ...rest] = less;
    if (code !== 'INVALID_FIELD' || next === undefined) throw new ApiProblem(problemOfPart(part));
    return rowsOf((await together({ again: queryPath(next) })).again, rest);
  }

  /** What is asked of records whether their history is wanted or not. */
  function basics(object: string, ids: readonly string[], fields: readonly FieldMeta[]): Record<string, string> {
    const names = lookupsQuery(object, ids, fields);
    const native = nativeQuery(ids, fields);
    return {
      ...Object.fromEntries(ids.map((id, index) => [`record${index}`, `${DATA}/sobjects/${object}/${id}`])),
      ...(names ? { names: queryPath(names) } : {}),
      ...(native ? { native: queryPath(native) } : {}),
    };
  }

  /** The rows of Salesforce's own suggestions; none where the org has lost the list since its fields were read, `null` where it has none. */
  async function nativeRows(part: Part | undefined): Promise<unknown[] | null> {
    if (!part) return null;
    const lost = ['INVALID_TYPE', 'INVALID_FIELD'].includes(refusalOf(part.body)?.code ?? '');
    return lost ? [] : ((await rowsOf(part, []))?.rows ?? []);
  }

  async function readValues(object: string, ids: readonly string[], fields: readonly FieldMeta[]) {
    const parts = await together(basics(object, ids, fields));
    return { parts, rows: null, stageRows: null, untracked: false };
  }

  async function readAll(object: string, ids: readonly string[], fields: readonly FieldMeta[]) {
    const stages = object === 'Opportunity' ? stageQueries(ids, fields) : [];
    const needsStages = stages[0] && fields.some((field) => field.tracked !== true && isStageField(field.name));
    const [history, ...lessHistory] = historyQueries(object, ids);
    const parts = await together({
      ...basics(object, ids, fields),
      history: queryPath(history ?? ''),
      ...(needsStages ? { stages: queryPath(stages[0] ?? '') } : {}),
    });
    const rows = await rowsOf(parts.history, lessHistory);
    let stageRows = needsStages ? await rowsOf(parts.stages, stages.slice(1)) : null;
    if (!rows && stages[0] && !needsStages) {
      stageRows = await rowsOf((await together({ stages: queryPath(stages[0]) })).stages, stages.slice(1));
    }
    return { parts, rows, stageRows, untracked: rows === null };
  }

  async function people(): Promise<Person[]> {
    const found: Person[] = [];
    let path: string | null = queryPath("SELECT Id, Name, IsActive FROM User WHERE UserType = 'Standard'");
    for (let page = 0; path && page < PEOPLE_PAGES; page++) {
      const answer: v.InferOutput<typeof QuerySchema> = await api.call(path, QuerySchema);
      for (const record of answer.records) {
        const { Id, Name, IsActive } = checked(record, PersonSchema, 200);
        const id = recordId(Id) ?? Id;
        found.push({ name: Name, keys: [`user:${id}`, `owner:${id}`], active: IsActive !== false });
      }
      path = pageAfter(answer);
    }
    return found;
  }

  return {
    crm: 'salesforce',
    objects: OBJECTS,
    isCustom: (object) => object.endsWith('__c'),
    readManyLimit: RECORDS_AT_ONCE,
    people,

    async test(): Promise<AccountInfo> {
      const user = await api.call('/services/oauth2/userinfo', UserInfoSchema);
      const parts = await together({
        org: queryPath('SELECT Id, Name, TimeZoneSidKey FROM Organization'),
        people: queryPath('SELECT Id FROM User LIMIT 1'),
        ...Object.fromEntries(OBJECTS.map((object) => [object, `${DATA}/sobjects/${object}/describe`])),
      });
      const org = firstOf(parts.org, OrganizationSchema);
      const id = recordId(user.user_id) ?? user.user_id;
      return {
        account: recordId(user.organization_id) ?? user.organization_id,
        host: pageHostOf(apiHost),
        apiHost,
        user: { id, name: user.name ?? user.preferred_username ?? id },
        capabilities: [...OBJECTS, 'people'].map((what) => capability(what, parts[what])),
        ...(org ? { name: org.Name } : {}),
        ...(org?.TimeZoneSidKey ? { timeZone: org.TimeZoneSidKey } : {}),
      };
    },

    // Labels come in the language of the credential's user; there is no asking for another.
    async fields(object): Promise<FieldMeta[]> {
      const entity = named(object);
      const tracked = `SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${entity}'`;
      const description = (name: string) => `${DATA}/sobjects/${name}/describe`;
      const parts = await together({
        describe: description(entity),
        tracked: queryPath(tracked),
        ...(entity === NATIVE.parent ? { native: description(NATIVE.object), info: description(NATIVE.info) } : {}),
      });
      const described = successOf(parts.describe);
      if (!described) {
        const problem = problemOfPart(parts.describe);
        const hidden = problem.kind === 'gone' || problem.kind === 'refused';
        throw new ApiProblem(hidden ? { ...problem, kind: 'forbidden', missing: object } : problem);
      }
      const { fields } = checked(described.body, DescribeSchema, described.status);
      const native = nativeColumns(describedIn(parts.native), describedIn(parts.info));
      const listed = new Set(native ? fields.filter(canBeNative).map(({ name }) => name) : []);
      return fieldsOf(fields, trackedOf(parts.tracked)).map((field) =>
        native && listed.has(field.name) ? { ...field, native } : field,
      );
    },

    async modified(object, id): Promise<number> {
      return modifiedIn((await api.call(modifiedPath(object, id), QuerySchema)).records);
    },

    async unchanged({ ref: { object, id }, modified, native }, fields): Promise<boolean> {
      const own = nativeQuery([idOf(id)], fields);
      if (!own) return (await this.modified(object, id)) === modified;
      const parts = await together({ modified: modifiedPath(object, id), native: queryPath(own) });
      const at = modifiedIn((await rowsOf(parts.modified, []))?.rows ?? []);
      const now = nativeOf((await nativeRows(parts.native)) ?? [], fields);
      return at === modified && JSON.stringify(now) === JSON.stringify(native);
    },

    async read(object, id, fields): Promise<RecordSnapshot> {
      const [snapshot] = await this.readMany(object, [id], fields);
      if (!snapshot) throw new ApiProblem({ kind: 'gone' });
      return snapshot;
    },

    async readMany(object, given, fields, { histories: kept } = { histories: true }): Promise<RecordSnapshot[]> {
      const ids = given.map(idOf);
      if (ids.length === 0) return [];
      const { parts, rows, stageRows, untracked } = await (kept ? readAll : readValues)(named(object), ids, fields);
      // A query gives so many rows of all records together: fewer of them have more room each.
      if (ids.length > 1 && (rows?.cut || stageRows?.cut)) {
        const half = Math.ceil(ids.length / 2);
        const first = await this.readMany(object, ids.slice(0, half), fields);
        return [...first, ...(await this.readMany(object, ids.slice(half), fields))];
      }
      const lookups = lookupNames(parts.names, fields);
      const proposed = await nativeRows(parts.native);
      const parent = historyOf(object).parent;
      return ids.flatMap((id, index): RecordSnapshot[] => {
        const answer = successOf(parts[`record${index}`]);
        if (!answer) {
          const problem = problemOfPart(parts[`record${index}`]);
          if (problem.kind === 'gone') return [];
          throw new ApiProblem(problem);
        }
        const body = checked(answer.body, RecordSchema, answer.status);
        if (body.IsDeleted) return [];
        const values = valuesOf(body, fields);
        const own = (list: readonly unknown[] | undefined, key: string) =>
          list?.filter((row) => isOf(row, key, id)) ?? [];
        const { histories, names } = historiesOf(own(rows?.rows, parent), fields, values, rows?.cut ?? true);
        if (stageRows) {
          // Where nobody can tell whether a field is tracked, its own rows go before.
          const isWanted = ({ name, tracked }: FieldMeta) => !tracked && !histories.has(name);
          const wanted = untracked ? fields : fields.filter(isWanted);
          const createdAt = stageRows.cut ? Number.NaN : timeOf(String(body.CreatedDate));
          const list = own(stageRows.rows, 'OpportunityId');
          for (const [name, kept] of stageHistoriesOf(list, wanted, createdAt)) histories.set(name, kept);
        }
        for (const [key, name] of lookups) names.set(key, name);
        const modified = timeOf(body.SystemModstamp) || 0;
        const native = proposed ? { native: nativeOf(own(proposed, 'ParentId'), fields) } : {};
        const title = titleOf(body);
        return [{ ref: ref(object, id), title, modified, values, names, histories, depth: null, ...native }];
      });
    },

    async recent(object, limit): Promise<string[]> {
      const order = `ORDER BY SystemModstamp DESC LIMIT ${Math.floor(limit)}`;
      const records = await api.rows(queryPath(`SELECT Id FROM ${named(object)} ${order}`), IdSchema);
      return records.map(({ Id }) => recordId(Id) ?? Id);
    },

    preconditionMs: PRECONDITION_MS,
    createOrganisation: (name) => createRecord(api, 'Account', { Name: name }),
    deleteRecord: (object, id) => deleteRecord(api, object, id),
    write: (object, id, values, options) => writeRecord(api, object, id, values, options),
    pending: (object, query) => pendingPage(api, object, query),
    changed: (object, query) => changedPage(api, object, query),
    createField: (object, field) => createField(api, object, field),
    deleteField: (object, name) => deleteField(api, object, name),

    async writerName(writer: Writer): Promise<string | null> {
      const id = writer.key.startsWith('user:') ? recordId(writer.id) : null;
      if (!id) return null;
      const [user] = await api.rows(queryPath(`SELECT Id, Name FROM User WHERE Id = '${id}'`), PersonSchema);
      return user?.Name ?? null;
    },
  };
}

/** The history object of an object, and its field that names the record. */
function historyOf(object: string): { name: string; parent: string } {
  if (object === 'Opportunity') return { name: 'OpportunityFieldHistory', parent: 'OpportunityId' };
  if (object.endsWith('__c')) return { name: object.replace(/__c$/, '__History'), parent: 'ParentId' };
  return { name: `${object}History`, parent: `${object}Id` };
}

function historyQueries(object: string, ids: readonly string[]): string[] {
  const { name, parent } = historyOf(object);
  const columns = `Id, ${parent}, Field, DataType, OldValue, NewValue, CreatedById, CreatedDate`;
  return withUsers((user) => rowsQuery(`${columns}${user}`, name, parent, ids));
}

/** Of the fields that it keeps those that the person may read: one that is hidden would fail the query as a whole. */
function stageQueries(ids: readonly string[], fields: readonly FieldMeta[]): string[] {
  const kept = fields.map(({ name }) => name).filter(isStageField);
  if (kept.length === 0) return [];
  const columns = ['Id', 'OpportunityId', ...kept, 'CreatedById', 'CreatedDate'].join(', ');
  return withUsers((user) => rowsQuery(`${columns}${user}`, 'OpportunityHistory', 'OpportunityId', ids));
}

const withUsers = (make: (user: string) => string) => USER_FIELDS.map((user) => make(user ? `, ${user}` : ''));

function rowsQuery(columns: string, from: string, parent: string, ids: readonly string[]): string {
  return `SELECT ${columns} FROM ${from} WHERE ${parent} IN (${idList(ids)}) ORDER BY CreatedDate DESC, Id DESC LIMIT ${ROWS}`;
}

function modifiedPath(object: string, id: string): string {
  return queryPath(`SELECT SystemModstamp FROM ${named(object)} WHERE Id = '${idOf(id)}'`);
}

/** The time in the one row of an answer. Throws `ApiProblem` `gone` where there is none. */
function modifiedIn([row]: readonly unknown[]): number {
  if (row === undefined) throw new ApiProblem({ kind: 'gone' });
  const at = timeOf(checked(row, ModifiedSchema, 200).SystemModstamp);
  if (!Number.isFinite(at)) throw new ApiProblem({ kind: 'unreadable', message: 'SystemModstamp' });
  return at;
}

/** A query for the names of the records that lookups name; `null` where no field is one. */
function lookupsQuery(object: string, ids: readonly string[], fields: readonly FieldMeta[]): string | null {
  const columns = namingsOf(fields).map(([relation, name]) => `${relation}.${name}`);
  return columns.length > 0 ? `SELECT Id, ${columns.join(', ')} FROM ${object} WHERE Id IN (${idList(ids)})` : null;
}

function namingsOf(fields: readonly FieldMeta[]): [relation: string, name: string][] {
  const paths = fields.flatMap(({ kind, naming }) => (kind === 'reference' && naming ? [naming] : []));
  return paths.slice(0, LOOKUPS).map((path) => {
    const [relation = '', name = ''] = path.split('.');
    return [named(relation), named(name)];
  });
}

const LookupSchema = v.looseObject({ attributes: v.object({ url: v.string() }) });

/** Names by id. They are a convenience: an org in which they cannot be read has none. */
function lookupNames(part: Part | undefined, fields: readonly FieldMeta[]): Map<string, string> {
  const names = new Map<string, string>();
  const parsed = v.safeParse(QuerySchema, successOf(part)?.body);
  for (const record of parsed.success ? parsed.output.records : []) {
    for (const [relation, name] of namingsOf(fields)) {
      const other = v.safeParse(LookupSchema, (record as Record<string, unknown> | null)?.[relation]);
      const id = other.success ? recordId(other.output.attributes.url.split('/').at(-1) ?? '') : null;
      const text = other.success ? other.output[name] : null;
      if (id && typeof text === 'string') names.set(id, text);
    }
  }
  return names;
}

/** Whether the object keeps a field's history, by name; nothing is known where that cannot be read. */
function trackedOf(part: Part | undefined): Map<string, boolean> {
  const tracked = new Map<string, boolean>();
  const parsed = v.safeParse(QuerySchema, successOf(part)?.body);
  for (const record of parsed.success ? parsed.output.records : []) {
    const field = v.safeParse(TrackedSchema, record);
    if (field.success && typeof field.output.IsFieldHistoryTracked === 'boolean') {
      tracked.set(field.output.QualifiedApiName, field.output.IsFieldHistoryTracked);
    }
  }
  return tracked;
}

/** The fields of a description; none where the org or the person lacks the object. */
function describedIn(part: Part | undefined): v.InferOutput<typeof DescribeSchema>['fields'] {
  const parsed = v.safeParse(DescribeSchema, successOf(part)?.body);
  return parsed.success ? parsed.output.fields : [];
}

function firstOf<T extends v.GenericSchema>(part: Part | undefined, schema: T): v.InferOutput<T> | null {
  const parsed = v.safeParse(QuerySchema, successOf(part)?.body);
  const first = parsed.success ? v.safeParse(schema, parsed.output.records[0]) : null;
  return first?.success ? first.output : null;
}

function capability(what: string, part: Part | undefined): Capability {
  if (successOf(part)) return { what, ok: true };
  const problem = problemOfPart(part);
  if (problem.kind === 'server') throw new ApiProblem(problem);
  return { what, ok: false, missing: problem.message ?? problem.kind };
}

function isOf(row: unknown, key: string, id: string): boolean {
  const parent = (row as Record<string, unknown> | null)?.[key];
  return typeof parent === 'string' && recordId(parent) === id;
}

const isStageField = (name: string) => (STAGE_FIELDS as readonly string[]).includes(name);

/** The part where it answered what was asked. */
function successOf(part: Part | undefined): Part | null {
  return part && part.status >= 200 && part.status < 300 ? part : null;
}

function problemOfPart(part: Part | undefined) {
  return part ? problemFrom(part.status, part.body, Date.now()) : asProblem(new Error('a part has no answer'));
}
