/** Changes nobody planned, made through the pages or the API while the sandbox runs, become part of the engine's journal. */
import { actorById, PEOPLE, STAMP_VALUE } from '../engine/actors.ts';
import type { Journal, RowMeta } from '../engine/journal.ts';
import { decisionsIn } from '../engine/ledger.ts';
import type { Actor, Via } from '../engine/types.ts';
import { BILLING_USER, COPILOT_USER, NATIVE_USER, OPS_USER, OWN_USER, PERSON_IDS, SYNC_USER } from './catalog/users.ts';
import type { Store, StoreEvent } from './store.ts';
import type { Source } from './types.ts';

const SDK = /^pipedrive-sdk/i;
const BROWSER = /^mozilla\//i;

/** Seats of programs, and the user agent by which their rows are known. */
const SEATS: Readonly<Record<number, readonly [actor: string, userAgent: RegExp]>> = {
  [NATIVE_USER]: ['native', SDK],
  [COPILOT_USER]: ['copilot', SDK],
  [SYNC_USER]: ['utm-sync', SDK],
  [BILLING_USER]: ['billing', SDK],
  [OPS_USER]: ['anonymous', /^$/],
  [OWN_USER]: ['overlay', BROWSER],
};

function actorOf(source: Source, set: Record<string, string>, stampField: string): string {
  const userAgent = source.userAgent ?? '';
  const [seat, itsUserAgent] = SEATS[source.userId] ?? [];
  if (seat && itsUserAgent?.test(userAgent)) {
    return seat === 'utm-sync' && set[stampField] === STAMP_VALUE ? 'enricher' : seat;
  }
  // A person's token in a browser is Countersign's; any program may have it besides.
  const person = PEOPLE.some((one) => PERSON_IDS[one.id] === source.userId);
  if (person && BROWSER.test(userAgent)) return 'overlay';
  return source.userId === PERSON_IDS.mara && userAgent.startsWith('python-requests') ? 'desk' : 'anonymous';
}

function writerOf(source: Source, set: Record<string, string>, stampField: string): { actor: Actor; via: Via } {
  const byHand: Via | undefined =
    source.source === 'app' ? 'page' : source.source === 'mobile' ? 'mobile' : source.bulk ? 'bulk' : undefined;
  if (!byHand) return { actor: actorById(actorOf(source, set, stampField)), via: 'api' };
  const person = PEOPLE.find((one) => PERSON_IDS[one.id] === source.userId);
  return { actor: person ?? actorById('anonymous'), via: byHand };
}

/** Keeps a journal true to what happens in a store outside the plan. Leads have no changelog, so no truth is told of them. */
export function followStore(store: Store, journal: Journal): void {
  const { side } = journal;
  store.onChange((event: StoreEvent) => {
    if (event.type === 'merge') {
      const { at, survivor, secondary } = event;
      const { object } = survivor;
      const meta: RowMeta = { at, actor: actorById('anonymous'), via: 'merge' };
      journal.merge({ object, id: survivor.id }, { object, id: secondary.id }, meta);
      return;
    }
    const { record, at } = event;
    const target = { object: record.object, id: record.id };
    if (record.object === 'lead') return;
    if (event.type === 'delete') {
      journal.remove(target, at);
      return;
    }
    const { set, source } = event;
    const before = event.type === 'write' ? (event.before[side.ledger] ?? null) : null;
    const decided = decisionsIn(set, before, side.ledger);
    const meta: RowMeta = { at, ...writerOf(source, set, side.stamps.agent), decided };
    if (event.type === 'write') journal.write(target, set, meta);
    else journal.create(target, set, meta);
  });
}
