import type { DomSettings } from '../types.ts';
import type { Boot, HistoryEntry, PageRecord } from './protocol.ts';
import { isPageType, SURFACES } from './surfaces.ts';
import { PageError, type PageTransport } from './transport.ts';

export interface MemoryPage {
  portalId?: string;
  dom?: Partial<DomSettings>;
  records: PageRecord[];
}

const DOM: DomSettings = { variant: '2026', locale: 'en', theme: 'light', lateRenderMs: 0, fields: 0, strict: false };

/** A transport without a network: records in memory, saves kept there. For pages mounted inside a test's document. */
export function memoryTransport({ portalId = '12345678', dom = {}, records }: MemoryPage): PageTransport {
  const me = { userId: 78412345, ownerId: '1001', name: 'Dana Reyes' };
  const boot: Boot = { portalId, portalName: 'Northwind Sales', dom: { ...DOM, ...dom }, me };
  const stored = new Map(records.map((record) => [`${record.typeId}/${record.id}`, record]));
  const histories = new Map<string, HistoryEntry[]>();

  const find = (key: string) => {
    const record = stored.get(key);
    if (!record) throw new PageError(404, 'resource not found');
    return record;
  };

  const write = (record: PageRecord, set: Record<string, string>) => {
    const properties = { ...record.properties, ...set };
    const title = isPageType(record.typeId)
      ? (properties[SURFACES[record.typeId].title] ?? record.title)
      : record.title;
    for (const [field, value] of Object.entries(set)) {
      const key = `${record.typeId}/${record.id}/${field}`;
      const entry = { at: new Date().toISOString(), value, source: me.name };
      histories.set(key, [entry, ...(histories.get(key) ?? [])]);
    }
    const fresh = { ...record, title, properties };
    stored.set(`${record.typeId}/${record.id}`, fresh);
    return fresh;
  };

  return {
    boot: async () => boot,
    record: async (typeId, id) => find(`${typeId}/${id}`),
    save: async (typeId, id, set) => write(find(`${typeId}/${id}`), set),
    async create(typeId, set) {
      const like = [...stored.values()].find((record) => record.typeId === typeId);
      if (!like) throw new PageError(400, `no record of type ${typeId} to take the properties from`);
      const id = String(Math.max(...[...stored.values()].map((record) => Number(record.id))) + 1);
      return write({ ...like, id, title: '', properties: {}, associations: [], timeline: [] }, set);
    },
    history: async (typeId, id, field) => histories.get(`${typeId}/${id}/${field}`) ?? [],
    async index(typeId, { page, size, query }) {
      const rows = [...stored.values()].filter(
        (record) => record.typeId === typeId && record.title.toLowerCase().includes(query.toLowerCase()),
      );
      const like = rows[0];
      const columns = isPageType(typeId) ? SURFACES[typeId].columns : [];
      return {
        typeId,
        columns: columns.flatMap((name) => like?.definitions.find((definition) => definition.name === name) ?? []),
        rows: rows.slice((page - 1) * size, page * size),
        pipelines: like?.pipelines ?? [],
        owners: like?.owners ?? [],
        definitions: like?.definitions ?? [],
        total: rows.length,
      };
    },
  };
}
