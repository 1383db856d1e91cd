/** Changes nobody planned, made through the page or the API while the sandbox runs, become part of the engine's journal. */
import { actorById, PEOPLE, STAMP_VALUE } from '../engine/actors.ts';
import type { Journal, RowMeta } from '../engine/journal.ts';
import { decisionsIn } from '../engine/ledger.ts';
import type { Actor, Via } from '../engine/types.ts';
import type { Store, StoreEvent } from './store.ts';
import { COPILOT_APP, OWN_APP, SHARED_APP } from './tokens.ts';
import type { Source } from './types.ts';
import { PERSON_IDS } from './vocabulary.ts';

const APP_ACTORS: Record<string, string> = {
  [OWN_APP]: 'overlay',
  [COPILOT_APP]: 'copilot',
  '5679777': 'billing',
  '5679888': 'desk',
};

const USER_WAYS: Record<string, Via> = {
  CRM_UI: 'page',
  CRM_UI_BULK_ACTION: 'bulk',
  MOBILE_IOS: 'mobile',
  MOBILE_ANDROID: 'mobile',
  PROPERTY_RESTORE: 'restore',
};

function writerOf(source: Source, set: Record<string, string>, stampField: string): { actor: Actor; via: Via } {
  const via = USER_WAYS[source.sourceType];
  const person = PEOPLE.find((one) => PERSON_IDS[one.id]?.userId === source.updatedByUserId);
  if (via && person) return { actor: person, via };
  if (source.sourceId === SHARED_APP) {
    return { actor: actorById(set[stampField] === STAMP_VALUE ? 'enricher' : 'utm-sync'), via: 'api' };
  }
  return { actor: actorById(APP_ACTORS[source.sourceId ?? ''] ?? 'anonymous'), via: 'api' };
}

/** Keeps a journal true to what happens in a store outside the plan. */
export function followStore(store: Store, journal: Journal): void {
  const { side } = journal;
  store.onChange((event: StoreEvent) => {
    if (event.type === 'archive') {
      journal.remove({ object: event.record.typeId, id: event.record.id }, event.at);
      return;
    }
    if (event.type === 'merge') {
      const { at, survivor, secondary } = event;
      const target = { object: survivor.typeId, id: survivor.id };
      const primary = { object: survivor.typeId, id: event.primary };
      if (survivor.id !== event.primary) journal.renumber(primary, target, at);
      journal.merge(
        target,
        { object: secondary.typeId, id: secondary.id },
        { at, actor: actorById('anonymous'), via: 'merge' },
      );
      return;
    }
    const { record, set, before, source, at } = event;
    const target = { object: record.typeId, id: record.id };
    const decided = decisionsIn(set, before[side.ledger] ?? null, side.ledger);
    const meta: RowMeta = { at, ...writerOf(source, set, side.stamps.agent), decided };
    if (journal.record(target)) journal.write(target, set, meta);
    else journal.create(target, set, meta);
  });
}
