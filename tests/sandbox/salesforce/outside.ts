/** Changes nobody planned, made through the page or the API while the sandbox runs, become part of the journal. */
import type { Journal, RowMeta } from '../engine/journal.ts';
import { decisionsIn } from '../engine/ledger.ts';
import type { SalesforceSide } from './side.ts';
import type { Store, StoreEvent } from './store.ts';
import { writerOf } from './writers.ts';

/** Keeps a journal true to what happens in a store outside the plan; set-up data is in none. */
export function followStore(store: Store, journal: Journal, side: SalesforceSide): void {
  store.onChange((event: StoreEvent) => {
    const record = event.type === 'merge' ? event.survivor : event.record;
    if (!store.catalog.object(record.object)?.page) return;
    const target = { object: record.object, id: record.id };
    if (event.type === 'delete') {
      journal.remove(target, event.at);
      return;
    }
    const { at, source } = event;
    if (event.type === 'merge') {
      const { object, id } = event.secondary;
      side.given([]);
      journal.merge(target, { object, id }, { at, ...writerOf(source, undefined) });
      return;
    }
    const { set } = event;
    const before = event.type === 'write' ? event.before[side.ledger] : null;
    const decided = decisionsIn(set, before ?? null, side.ledger);
    const meta: RowMeta = { at, ...writerOf(source, set[side.stamps.agent]), decided };
    side.given(Object.keys(set));
    if (event.type === 'create') journal.create(target, set, meta);
    else journal.write(target, set, meta);
  });
}
