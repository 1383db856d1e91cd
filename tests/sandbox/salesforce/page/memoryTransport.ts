import type { Boot, Dom, ListPage, OtherRecord, PageField, PageRecord } from './protocol.ts';
import { type Changes, PageError, type PageTransport } from './transport.ts';

export interface MemoryPage {
  dom?: Partial<Dom>;
  records: readonly PageRecord[];
}

const DOM: Dom = { variant: 'layout', locale: 'en', theme: 'light', lateRenderMs: 0, fields: 0, strict: false };

const gone = () => new PageError(404, { message: 'The requested resource does not exist' });

function changed(field: PageField, set: Changes, nameOf: (id: string) => string | null): PageField {
  const parts = field.parts && {
    ...field.parts,
    ...Object.fromEntries(Object.entries(set).filter(([name]) => name in (field.parts ?? {}))),
  };
  const value = field.name in set ? set[field.name] || null : field.value;
  const named =
    parts && field.type === 'name'
      ? [parts.Salutation, parts.FirstName, parts.LastName].filter(Boolean).join(' ')
      : value;
  const reference =
    field.reference && value !== field.value ? { ...field.reference, name: value && nameOf(value) } : field.reference;
  return { ...field, value: named, ...(parts && { parts }), ...(reference && { reference }) };
}

/** A transport without a network: records in memory, saves kept there. For pages mounted inside a test's document. */
export function memoryTransport({ dom = {}, records }: MemoryPage): PageTransport {
  const [sample] = records;
  const boot: Boot = {
    org: { id: '00DHs000000AbCdMAK', name: 'Acme' },
    dom: { ...DOM, ...dom },
    tabs: [
      ...new Map(records.map(({ object, objectName }) => [object, { object, plural: objectName.plural }])).values(),
    ],
    me: { id: '005Hs000000AbCdIAK', name: 'Dana Reyes' },
    timeZone: 'UTC',
    currency: 'USD',
    multiCurrency: false,
  };
  const stored = new Map(records.map((record) => [record.id, record]));
  const find = (id: string): PageRecord => {
    const record = stored.get(id) ?? [...stored.values()].find((one) => one.id.startsWith(id));
    if (!record) throw gone();
    return record;
  };
  const nameOf = (id: string) => stored.get(id)?.title ?? null;
  const like = (object: string) => {
    const record = [...stored.values()].find((one) => one.object === object) ?? sample;
    if (!record) throw gone();
    return record;
  };
  const write = (record: PageRecord, set: Changes): PageRecord => {
    const fields = record.fields.map((field) => changed(field, set, nameOf));
    const title = fields.find(({ name }) => name === record.nameField)?.value ?? record.title;
    const fresh = { ...record, fields, title };
    stored.set(record.id, fresh);
    return fresh;
  };
  const blank = (object: string): PageRecord => {
    const record = like(object);
    const fields = record.fields.map((field) => ({
      ...field,
      value: null,
      ...(field.parts && { parts: Object.fromEntries(Object.keys(field.parts).map((name) => [name, null])) }),
      ...(field.reference && { reference: { ...field.reference, name: null } }),
    }));
    return { ...record, id: '', title: '', fields, parent: null, related: [] };
  };
  const rows = (object: string): OtherRecord[] => [...stored.values()].filter((record) => record.object === object);
  return {
    boot: async () => boot,
    record: async (_, id) => find(id),
    blank: async (object) => blank(object),
    save: async (_, id, set) => write(find(id), set),
    async create(object, set) {
      const id = `${like(object).id.slice(0, 12)}${String(stored.size).padStart(3, '0')}${'AAA'}`;
      return write({ ...blank(object), id }, set);
    },
    list: async (object): Promise<ListPage> => ({ object, objectName: like(object).objectName, rows: rows(object) }),
    lookup: async (object, query) =>
      rows(object)
        .filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
        .map(({ id, title }) => ({ id, name: title })),
  };
}
