/**
 * What an agent learns from people: the same lessons from a record's ledger and from the events that an endpoint receives.
 * A lesson knows whether it is about a value; it does not need the value itself.
 */
import { createHash } from 'node:crypto';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
/** After these a person does not want the agent's value; a later approval of it says otherwise. */
const AGAINST = ['corrected', 'reverted', 'restored', 'reject', 'rejected', 'approve_edited', 'edited'];
const FOR = ['approve', 'approved', 'stood'];

/** @param text the ledger field's value; `notes`: Pipedrive's pinned ledger notes, where older entries are */
export function fromLedger(text, notes = []) {
  const plain = notes.map((note) => note.replace(/<[^>]*>/g, '').replaceAll('&quot;', '"'));
  const older = plain.map((note) => note.slice(note.indexOf('{'), note.lastIndexOf('}') + 1));
  const entries = [text, ...older].flatMap((one) => (one ? JSON.parse(one).e : []));
  // The last entry of an id holds; what was taken back says nothing. Why a correction was made may come later.
  const last = new Map(entries.sort((a, b) => a.at - b.at).map((entry) => [entry.id, entry]));
  const why = new Map(entries.filter(({ d }) => d === 'explained').map(({ about, reason }) => [about, reason]));
  return [...last.values()]
    .filter(({ d }) => d !== 'undo' && d !== 'explained')
    .map(({ id, field, d, by, agent, at, was, to, reason = why.get(id) }) => {
      const hash = FOR.includes(d) ? to : was;
      const [salt] = hash?.split(':') ?? [];
      const isAbout = (value) => hash === undefined || hash === `${salt}:${sha256(salt + (value ?? ''))}`;
      return { field, kind: d, by: by.name, agent, at, reason, isAbout };
    });
}

/** @param events CloudEvents as the endpoint got them, with values, hashes or neither @param record the record's id in the CRM */
export function fromEvents(events, record) {
  // An alert teaches nothing about a value. Of the retractions of an event the one with the highest number holds.
  const mine = events.filter(({ data, type }) => data.record?.id === record && !type.includes('.alert.'));
  const back = new Map();
  for (const { data } of mine) if (data.n > (back.get(data.about) ?? 0)) back.set(data.about, data.n);
  const here = mine.filter(({ id, type }) => !type.includes('.retraction.') && (back.get(id) ?? 0) % 2 === 0);
  const undone = here.filter(({ data }) => data.kind === 'undo');
  const isUndone = ({ time, data }) =>
    undone.some((one) => one.data.suggestion === data.suggestion && Date.parse(one.time) >= Date.parse(time));
  const why = new Map(here.flatMap(({ data }) => (data.kind === 'explained' ? [[data.about, data.reason]] : [])));
  return here
    .filter(({ type }) => !type.includes('.decision.') && !type.includes('.reason.'))
    .filter((event) => !isUndone(event))
    .map(({ id, time, data }) => ({
      field: data.field.name,
      kind: data.kind,
      by: data.by?.name,
      agent: data.agent,
      at: Date.parse(time),
      reason: data.reason ?? why.get(id),
      isAbout: (value) =>
        data.agentValue !== undefined
          ? (data.agentValue ?? '') === (value ?? '')
          : data.agentValueHash === undefined || data.agentValueHash === sha256(id + (value ?? '')),
    }))
    .sort((a, b) => a.at - b.at);
}

/**
 * The lesson that speaks against writing or proposing a value once more, or `null`.
 * @param about.asOf when what the value is concluded from was so, epoch ms: the world had changed, says `outdated`, and may have again
 */
export function objection(lessons, { agent, field, value, asOf = 0 }) {
  const lapsed = ({ reason, at }) => reason === 'outdated' && at < asOf;
  const about = lessons.filter(
    (one) => one.agent === agent && one.field === field && one.isAbout(value) && !lapsed(one),
  );
  const last = about.findLast(({ kind }) => AGAINST.includes(kind) || FOR.includes(kind));
  return last && AGAINST.includes(last.kind) ? last : null;
}

/** The same in words. */
export const inWords = ({ kind, by, at, reason }) =>
  `${kind} by ${by || 'somebody'} on ${new Date(at).toISOString().slice(0, 10)}${reason ? `, reason: ${reason}` : ''}`;
