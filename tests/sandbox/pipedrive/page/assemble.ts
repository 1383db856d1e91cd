/** Puts together from the store what the pages ask for. */
import type { Store } from '../store.ts';
import type { FieldDefinition, PdObject, StoredRecord } from '../types.ts';
import type {
  ChangeItem,
  HistoryItem,
  PageField,
  PageList,
  PageRecord,
  PageStage,
  PageUser,
  PageValues,
  ShownRecord,
} from './protocol.ts';

/** The company's own currency. */
const CURRENCY = 'EUR';
const DAY = 86_400_000;
/** Lines of the changelog that are sent along. */
const CHANGES = 200;

/** Second halves of values, as the store names them. */
const HALVES: Partial<Record<FieldDefinition['type'], string>> = {
  monetary: 'currency',
  daterange: 'until',
  timerange: 'until',
};

function pageField(field: FieldDefinition): PageField {
  const { code, name, labels, type, custom, details, readOnly, options, group } = field;
  return { code, name, labels, type, custom, details, readOnly, options, group };
}

function valuesOf(store: Store, record: StoredRecord, fields: readonly FieldDefinition[]): PageValues {
  const codes = fields.flatMap(({ code, type }) => [code, ...(HALVES[type] ? [`${code}_${HALVES[type]}`] : [])]);
  return Object.fromEntries([...codes, 'currency'].map((code) => [code, store.value(record, code)]));
}

function shown(store: Store, record: StoredRecord): ShownRecord {
  const { object, id } = record;
  const fields = store.catalog.fields(object);
  return {
    object,
    id,
    title: store.title(record),
    values: valuesOf(store, record, fields),
    fields: fields.map(pageField),
  };
}

const usersOf = (store: Store): PageUser[] =>
  store.catalog.users.map(({ id, name, active }) => ({ id: String(id), name, active }));

/** The stages of a deal's pipeline with the days it has spent in each. */
function stagesOf(store: Store, record: StoredRecord): PageStage[] {
  if (record.object !== 'deal') return [];
  const pipeline = Number(store.value(record, 'pipeline_id'));
  const moves = record.rows.filter(({ field }) => field === 'stage_id');
  const spent = new Map<string, number>();
  let since = record.createdAt;
  for (const { old, at } of moves) {
    spent.set(old ?? '', (spent.get(old ?? '') ?? 0) + at - since);
    since = at;
  }
  const current = store.value(record, 'stage_id') ?? '';
  spent.set(current, (spent.get(current) ?? 0) + store.now() - since);
  return store.catalog.stages
    .filter(({ pipelineId }) => pipelineId === pipeline)
    .map(({ id, name }) => ({ id: String(id), name, days: Math.floor((spent.get(String(id)) ?? 0) / DAY) }));
}

/** Rows of second halves, `<code>_currency` and the like, are not shown by themselves. */
const isHalf = (field: string) => /^[\da-f]{40}_/.test(field);

function changesOf(store: Store, record: StoredRecord): ChangeItem[] {
  return store
    .changelog(record)
    .filter(({ field }) => !isHalf(field))
    .slice(0, CHANGES)
    .map(({ field, old, new: to, at, source }) => ({
      at: new Date(at).toISOString(),
      field,
      from: old,
      to,
      who: store.catalog.user(source.userId)?.name ?? String(source.userId),
    }));
}

function historyOf(store: Store, record: StoredRecord): HistoryItem[] {
  return store.timeline(record).map(({ at, kind, subject, body }, index) => ({
    id: `${at} ${index}`,
    at: new Date(at).toISOString(),
    kind,
    header: subject,
    body,
  }));
}

/** Everything a record's page shows. */
export function assembleRecord(store: Store, record: StoredRecord): PageRecord {
  const linked = (object: 'person' | 'organization') => {
    const other = store.linked(record, object);
    return other ? shown(store, other) : null;
  };
  const pipeline = store.value(record, 'pipeline_id');
  const link = store.linkField('deal', record.object);
  const deals = link ? store.list('deal').filter((deal) => store.value(deal, link) === record.id) : [];
  return {
    ...shown(store, record),
    users: usersOf(store),
    currency: CURRENCY,
    pipeline: store.catalog.pipelines.find(({ id }) => String(id) === pipeline)?.name ?? '',
    stages: stagesOf(store, record),
    person: linked('person'),
    organization: linked('organization'),
    deals: deals.map((deal) => ({ id: deal.id, title: store.title(deal) })),
    products: [],
    history: historyOf(store, record),
    changes: changesOf(store, record),
  };
}

/** Every record of an object with the values of its default fields. */
export function assembleList(store: Store, object: PdObject): PageList {
  const fields = store.catalog.fields(object).filter(({ custom }) => !custom);
  const named = (['person', 'organization'] as const).flatMap((other) => store.list(other));
  return {
    object,
    fields: fields.map(pageField),
    rows: store.list(object).map((record) => ({
      id: record.id,
      title: store.title(record),
      values: valuesOf(store, record, fields),
    })),
    stages: store.catalog.stages
      .filter(({ pipelineId }) => pipelineId === 1)
      .map(({ id, name }) => ({ id: String(id), name })),
    users: usersOf(store),
    names: Object.fromEntries(named.map((record) => [`${record.object}/${record.id}`, store.title(record)])),
  };
}
