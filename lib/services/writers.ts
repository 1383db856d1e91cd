/** "Who is an agent?": everyone and everything that wrote to the account's recently changed records. */
import type { Connection } from '../core/account';
import { listedWriter, writerAttribution } from '../core/attribution';
import { ownKeyProblem } from '../core/ownKey';
import type { Problem } from '../core/problem';
import { stagingOf } from '../core/staging';
import { type Role, type TeamFile, withWriter } from '../core/team';
import type { Writer } from '../core/types';
import {
  countChanges,
  emptySample,
  type Progress,
  unseenWriter,
  type WriterCount,
  type WriterRow,
  type WriterSample,
} from '../core/writers';
import { asProblem } from '../crm/problem';
import { accountRange, database } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { clientFor, clockOffset, pause } from './api';
import { fieldsOf, peopleOf } from './metadata';
import { nameOf } from './names';
import { customObjects, isOfItsKind } from './sweep';

/** Recently changed records looked at per object: enough to meet every regular writer, few enough for any request budget. */
const RECORDS_PER_OBJECT = 100;
/** Names are asked for at most this many unnamed integrations. */
const NAMES = 10;

/**
 * Looks at the account's most recently changed records and counts who wrote them. What was found is kept even if it is cancelled.
 * @returns the problem that ended it early, if any
 */
export async function sampleWriters(
  connection: Connection,
  language: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Problem | null> {
  const team = await getTeamFile(connection.crm, connection.account);
  let sample: WriterSample | null = null;
  let problem: Problem | null = null;
  try {
    const client = await clientFor(connection, 'person');
    const standard = client.objects.filter((o) => connection.capabilities.every((c) => c.what !== o || c.ok));
    const custom = await customObjects({ connection, client });
    const readable = [...standard, ...custom];
    const total = readable.length * (1 + Math.ceil(RECORDS_PER_OBJECT / client.readManyLimit));
    let done = 0;
    const step = () => {
      onProgress({ done, total, records: sample?.records ?? 0, changes: sample?.changes ?? 0 });
      done++;
    };
    for (const object of readable) {
      if (signal.aborted) break;
      step();
      const fields = await fieldsOf(connection, object, language, async () => client).catch((error: unknown) => {
        // One of the account's own kinds may be hidden from this key, or not be there any more.
        if (!custom.includes(object) || !isOfItsKind(error)) throw error;
        return null;
      });
      if (!fields) continue;
      const ledger = stagingOf(connection.crm, object, fields, team).ledger ?? '';
      const ids = await client.recent(object, RECORDS_PER_OBJECT);
      sample ??= emptySample(Date.now() + (await clockOffset(connection.id)));
      for (let start = 0; start < RECORDS_PER_OBJECT; start += client.readManyLimit) {
        if (signal.aborted) break;
        step();
        const some = ids.slice(start, start + client.readManyLimit);
        if (some.length === 0) continue;
        for (const snapshot of await client.readMany(object, some, fields)) {
          const changes = [...snapshot.histories.values()].flatMap((h) => h.changes);
          sample = countChanges(sample, changes, ledger);
        }
      }
    }
    if (sample && !signal.aborted) await addNames(sample, async (writer) => client.writerName(writer));
    onProgress({ done: total, total, records: sample?.records ?? 0, changes: sample?.changes ?? 0 });
  } catch (error) {
    problem = asProblem(error);
    await pause(connection.id, problem);
  }
  if (sample) await (await database()).put('writers', sample, [connection.crm, connection.account]);
  return problem;
}

/** Proposes names for integrations; that some have none is no failure. */
async function addNames(sample: WriterSample, ask: (writer: Writer) => Promise<string | null>): Promise<void> {
  for (const entry of sample.writers.filter((w) => w.writer.kind === 'app' && !w.label).slice(0, NAMES)) {
    try {
      const name = await ask(entry.writer);
      if (name) entry.label = name;
    } catch {
      return;
    }
  }
}

/** The table of writers: those seen, and those listed but not seen. */
export async function writerRows(connection: Connection): Promise<{ rows: WriterRow[]; sample: WriterSample | null }> {
  const sample = (await (await database()).get('writers', [connection.crm, connection.account])) ?? null;
  const team = await getTeamFile(connection.crm, connection.account);
  const people = await peopleOf(connection, () => clientFor(connection, 'person')).catch(() => []);
  const seen = sample?.writers ?? [];
  const unseen = team.writers.filter((w) => !seen.some((s) => s.writer.key === w.key)).map((w) => listedUnseen(w.key));
  const rows = [...seen, ...unseen].map((entry): WriterRow => {
    const listed = listedWriter(team, entry.writer);
    return {
      ...entry,
      who: nameOf(entry.writer, team, people, entry.label),
      attribution: writerAttribution(team, entry.writer),
      role: listed?.role ?? null,
      listed: listed ? { ...(listed.by ? { by: listed.by } : {}), ...(listed.at ? { at: listed.at } : {}) } : null,
      shared: entry.writer.kind === 'token' || team.stamps.some((s) => s.writer === entry.writer.key),
      actedBy: listed?.actedBy ?? [],
      stamps: team.stamps.filter((s) => s.writer === entry.writer.key).map(({ field, agents }) => ({ field, agents })),
    };
  });
  return { rows, sample };
}

/** A writer that the team file lists and that was not seen lately. */
function listedUnseen(key: string): WriterCount {
  const prefix = key.slice(0, key.indexOf(':'));
  const kind = prefix === 'app' ? 'app' : prefix === 'user' ? 'user' : 'undocumented';
  return unseenWriter({ key, kind, id: key.slice(prefix.length + 1), attribution: 'unknown' });
}

/** Whether a writer can be Countersign's own key, by what was seen of it. */
export async function mayBeOwn(connection: Connection, key: string): Promise<boolean> {
  const sample = await (await database()).get('writers', [connection.crm, connection.account]);
  const since = sample?.writers.find((w) => w.writer.key === key)?.since;
  return !!since && ownKeyProblem(since) === null;
}

/** How many marks on records read lately would change if a writer were listed as something else. */
export async function effectOf(
  connection: Connection,
  entry: { key: string; role: Role },
): Promise<{ marks: number; records: number }> {
  const db = await database();
  const team = await getTeamFile(connection.crm, connection.account);
  const after: TeamFile = withWriter(team, { ...entry, name: '-' });
  let marks = 0;
  let records = 0;
  for (const { snapshot } of await db.getAll('records', accountRange([connection.crm, connection.account]))) {
    let changed = 0;
    for (const history of snapshot.histories.values()) {
      const writer = history.changes[0]?.writer;
      if (writer?.key === entry.key && writerAttribution(team, writer) !== writerAttribution(after, writer)) changed++;
    }
    marks += changed;
    if (changed > 0) records++;
  }
  return { marks, records };
}
