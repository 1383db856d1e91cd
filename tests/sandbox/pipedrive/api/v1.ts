/** What only v1 has besides leads: recents, notes, merging. */
import { undocumentedRow } from '../rows.ts';
import { fromV1Time, v1Time } from '../times.ts';
import type { Note, PdObject, RecordObject, StoredRecord } from '../types.ts';
import type { Handler } from './call.ts';
import { bodyOf, listOf, ok, pageOf, recordOf, requireWrite } from './call.ts';
import { badRequest } from './errors.ts';
import { renderV1 } from './render.ts';

/** How far back `recents` reaches. */
const RECENT = 30 * 86_400_000;

const ITEMS: readonly RecordObject[] = ['deal', 'person', 'organization'];

/** Records that changed since a moment, oldest first. */
export const recents: Handler = (call) => {
  const text = call.query.get('since_timestamp') ?? '';
  const since = fromV1Time(text);
  if (Number.isNaN(since)) throw badRequest('since_timestamp must be YYYY-MM-DD HH:MM:SS');
  const from = Math.max(since, call.store.now() - RECENT);
  const items = listOf(call, 'items');
  const found = ITEMS.filter((item) => items.length === 0 || items.includes(item))
    .flatMap((item) => call.store.list(item))
    .filter(({ updatedAt }) => updatedAt >= from)
    .sort((a, b) => a.updatedAt - b.updatedAt);
  const { page, pagination } = pageOf(call, found);
  const last = page.at(-1);
  return ok(
    page.map((record) => ({ item: record.object, id: Number(record.id), data: renderV1(call.store, record) })),
    { since_timestamp: text, last_timestamp_on_page: last ? v1Time(last.updatedAt) : null, pagination },
  );
};

const TARGETS: ReadonlyArray<readonly [key: string, object: PdObject]> = [
  ['deal_id', 'deal'],
  ['person_id', 'person'],
  ['org_id', 'organization'],
  ['lead_id', 'lead'],
];

const renderNote = (note: Note) => ({
  id: note.id,
  content: note.content,
  user_id: note.userId,
  active_flag: true,
  add_time: v1Time(note.at),
  update_time: v1Time(note.at),
  ...Object.fromEntries(
    TARGETS.map(([key, object]) => [key, object === note.target.object ? idOf(note.target) : null]),
  ),
  pinned_to_deal_flag: note.pinned && note.target.object === 'deal',
  pinned_to_person_flag: note.pinned && note.target.object === 'person',
  pinned_to_organization_flag: note.pinned && note.target.object === 'organization',
});

const idOf = ({ object, id }: Note['target']) => (object === 'lead' ? id : Number(id));

/** Adds a note to the one record the body names. */
export const createNote: Handler = (call) => {
  requireWrite(call);
  const body = bodyOf(call);
  const { content } = body;
  if (typeof content !== 'string' || content === '') throw badRequest('content is required');
  const [key, object] = TARGETS.find(([name]) => body[name] !== undefined) ?? [];
  if (!key || !object) throw badRequest('One of deal_id, lead_id, person_id or org_id is required');
  const record = recordOf(call, object, String(body[key]));
  const pinned = ['deal', 'person', 'organization'].some((name) => body[`pinned_to_${name}_flag`] === 1);
  const { userId } = call.credential;
  const note = call.store.addNote({ content, userId, target: { object, id: record.id }, pinned });
  return ok(renderNote(note), undefined, 201);
};

/** Notes of a record, or all of them. */
export const listNotes: Handler = (call) => {
  const notes = call.store.notes.filter(({ target }) =>
    TARGETS.every(([key, object]) => {
      const wanted = call.query.get(key);
      return wanted === null || (target.object === object && target.id === wanted);
    }),
  );
  const { page, pagination } = pageOf(call, notes);
  return ok(page.map(renderNote), { pagination });
};

/** Merges the record of the path into `merge_with_id`, which lives on and whose values count. */
export const mergeRecords =
  (object: RecordObject): Handler =>
  (call, { id = '' }) => {
    requireWrite(call);
    const secondary = recordOf(call, object, id);
    const survivor: StoredRecord = recordOf(call, object, String(bodyOf(call).merge_with_id));
    if (survivor === secondary) throw badRequest('A record cannot be merged with itself');
    // Nobody has published what rows a merge leaves; these name no source.
    call.store.merge(survivor, secondary, undocumentedRow(call.credential.userId, null));
    return ok({ ...renderV1(call.store, survivor), merge_what_id: Number(secondary.id) });
  };
