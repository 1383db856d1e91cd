/** Notes, which v1 alone has: HTML, sanitised, up to 100,000 characters. */
import { v1Time } from '../times.ts';
import type { Note, PdObject } from '../types.ts';
import type { Call, Handler } from './call.ts';
import { bodyOf, ok, pageOf, recordOf, requireWrite } from './call.ts';
import { badRequest, notFound } from './errors.ts';

const MOST_CHARS = 100_000;

const TARGETS: ReadonlyArray<readonly [key: string, object: PdObject]> = [
  ['deal_id', 'deal'],
  ['person_id', 'person'],
  ['org_id', 'organization'],
  ['lead_id', 'lead'],
];

const pinOf = (object: PdObject) => `pinned_to_${object}_flag`;

const render = (note: Note) => ({
  id: note.id,
  content: note.content,
  user_id: note.userId,
  last_update_user_id: note.updatedBy,
  active_flag: true,
  add_time: v1Time(note.at),
  update_time: v1Time(note.updatedAt),
  ...Object.fromEntries(
    TARGETS.flatMap(([key, object]) => [
      [key, object === note.target.object ? idOf(note.target) : null],
      [pinOf(object), note.pinned && object === note.target.object],
    ]),
  ),
});

const idOf = ({ object, id }: Note['target']) => (object === 'lead' ? id : Number(id));

/** The content of a body, as it is kept: without what could act, quotes as they were. */
function contentOf(body: Record<string, unknown>): string {
  const { content } = body;
  if (typeof content !== 'string' || content === '') throw badRequest('content is required');
  if (content.length > MOST_CHARS) throw badRequest('content is too long');
  return content
    .replace(/<(script|style|iframe)\b[^>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)(?=[^<]*>)/gi, '');
}

/** Adds a note to the one record the body names. */
export const createNote: Handler = (call) => {
  requireWrite(call);
  const body = bodyOf(call);
  const content = contentOf(body);
  const [key, object] = TARGETS.find(([name]) => body[name] !== undefined) ?? [];
  if (!key || !object) throw badRequest('One of deal_id, lead_id, person_id or org_id is required');
  const record = recordOf(call, object, String(body[key]));
  const pinned = body[pinOf(object)] === 1;
  const { userId } = call.credential;
  const note = call.store.addNote({ content, userId, updatedBy: userId, target: { object, id: record.id }, pinned });
  return ok(render(note), undefined, 201);
};

function noteOf(call: Call, id: string): Note {
  const note = call.store.notes.find((one) => String(one.id) === id);
  if (!note) throw notFound('Note');
  return note;
}

export const readNote: Handler = (call, { id = '' }) => ok(render(noteOf(call, id)));

/** Changes what the body names. */
export const updateNote: Handler = (call, { id = '' }) => {
  requireWrite(call);
  const note = noteOf(call, id);
  const body = bodyOf(call);
  if (body.content !== undefined) note.content = contentOf(body);
  const pin = body[pinOf(note.target.object)];
  if (pin === 0 || pin === 1) note.pinned = pin === 1;
  note.updatedBy = call.credential.userId;
  note.updatedAt = call.store.now();
  return ok(render(note));
};

/** Notes of a record, or all of them; pinned ones where that is asked for. */
export const listNotes: Handler = (call) => {
  const notes = call.store.notes.filter(({ target, pinned }) =>
    TARGETS.every(([key, object]) => {
      const wanted = call.query.get(key);
      const pin = call.query.get(pinOf(object));
      const fits = wanted === null || (target.object === object && target.id === wanted);
      return fits && (pin === null || (pinned && target.object === object) === (pin === '1'));
    }),
  );
  const sort = call.query.get('sort');
  if (sort !== null && !/^(id|add_time|update_time) (ASC|DESC)$/.test(sort)) throw badRequest('sort is not valid');
  const { page, pagination } = pageOf(call, sort?.endsWith('DESC') ? notes.toReversed() : notes);
  return ok(page.map(render), { pagination });
};
