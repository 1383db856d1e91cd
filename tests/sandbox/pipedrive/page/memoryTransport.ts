import type { Boot, ChangeItem, PageObject, PageRecord, ShownRecord } from './protocol.ts';
import { PageError, type PageSet, type PageTransport } from './transport.ts';
import type { PageDom } from './variants.ts';

export interface MemoryPage {
  dom?: Partial<PageDom>;
  records: readonly PageRecord[];
  boot?: Partial<Omit<Boot, 'dom'>>;
}

export const DOM: PageDom = {
  variant: '2026',
  locale: 'en',
  theme: 'light',
  lateRenderMs: 0,
  strict: false,
};

const TITLES: Record<PageObject, string> = { deal: 'title', lead: 'title', person: 'name', organization: 'name' };

function written<R extends ShownRecord>(record: R, set: PageSet): R {
  const values = { ...record.values, ...set };
  return { ...record, values, title: values[TITLES[record.object]] ?? record.title };
}

/** A transport without a network: records in memory, saves kept there. For pages mounted inside a test's document. */
export function memoryTransport({ dom = {}, records, boot = {} }: MemoryPage): PageTransport {
  const me = { id: '102', name: 'Manager Mia' };
  const booted: Boot = { company: 'Northwind', me, timeZone: 'UTC', ...boot, dom: { ...DOM, ...dom } };
  const stored = new Map(records.map((record) => [`${record.object}/${record.id}`, record]));

  const find = (object: PageObject, id: string) => {
    const record = stored.get(`${object}/${id}`);
    if (!record) throw new PageError(404, 'resource not found');
    return record;
  };

  /** Linked records show what was last saved on pages of their own. */
  const fresh = (linked: ShownRecord | null): ShownRecord | null => {
    const own = linked && stored.get(`${linked.object}/${linked.id}`);
    if (!linked || !own) return linked;
    return { ...linked, title: own.title, values: own.values };
  };

  const read = (object: PageObject, id: string): PageRecord => {
    const record = find(object, id);
    return { ...record, person: fresh(record.person), organization: fresh(record.organization) };
  };

  return {
    boot: async () => booted,
    record: async (object, id) => read(object, id),
    async save(object, id, set) {
      const record = find(object, id);
      const at = new Date().toISOString();
      const changes = Object.entries(set).map(
        ([field, to]): ChangeItem => ({ at, field, from: record.values[field] ?? null, to, who: booted.me.name }),
      );
      const next = { ...written(record, set), changes: [...changes, ...record.changes] };
      stored.set(`${object}/${id}`, next);
      return read(object, id);
    },
    async create(object, set) {
      const like = [...stored.values()].find((record) => record.object === object);
      if (!like) throw new PageError(400, `no ${object} to take the fields from`);
      const id = String(Math.max(...[...stored.values()].map((record) => Number(record.id) || 0)) + 1);
      const empty = {
        ...like,
        id,
        values: {},
        person: null,
        organization: null,
        products: [],
        history: [],
        changes: [],
      };
      const record = written(empty, set);
      stored.set(`${object}/${id}`, record);
      return record;
    },
    async list(object) {
      const rows = [...stored.values()].filter((record) => record.object === object);
      const [like] = rows;
      return {
        object,
        fields: like?.fields ?? [],
        rows: rows.map(({ id, title, values }) => ({ id, title, values })),
        stages: like?.stages ?? [],
        users: like?.users ?? [],
        names: Object.fromEntries(
          [...stored.values()].map((record) => [`${record.object}/${record.id}`, record.title]),
        ),
      };
    },
  };
}
