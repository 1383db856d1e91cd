/**
 * The control record of an account: chosen or made once, written where the team file changes here, taken from where it changes
 * elsewhere. What it says is used only if somebody wrote it who may be believed; until then what was agreed last stays.
 */
import type { Connection } from '../core/account';
import { listedWriter } from '../core/attribution';
import {
  type Agreed,
  believed,
  CONTROL_NAME,
  type Control,
  type ControlInfo,
  type ControlPreview,
  type ControlTrouble,
  controlRoom,
  controlText,
  EVERY_AGENT,
  mergeAgreed,
  parseControl,
  sameAgreed,
  withPause,
  writerOf,
} from '../core/control';
import type { Who } from '../core/details';
import { canonicalJson, sha256 } from '../core/ids';
import { LEDGER_CHARS } from '../core/ledger';
import type { Problem } from '../core/problem';
import { stagingOf } from '../core/staging';
import { emptyTeamFile, type TeamFile, teamFileHash } from '../core/team';
import type { FieldChange, PageRef, RecordRef } from '../core/types';
import { asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { type AccountKey, database, type KeptControl } from '../store/db';
import { changeTeamFile, getTeamFile } from '../store/teamFiles';
import { resolveRecord } from './accounts';
import { clientFor, clockOffset } from './api';
import { nameOf } from './names';
import { type Known, know } from './reading';
import { ensureLedger, type Help } from './wizard';
import { deleteRecord, makeRecord, replaceLedger } from './writes';

/** Own key learned, somebody faster: more rounds than these are left to the next look. */
const ROUNDS = 4;
/** A record whose making was not heard of is among those that were changed last. */
const RECENT = 20;
const LANGUAGE = 'en';
/** Answers that trying again as it is does not change. */
const FINAL: readonly Problem['kind'][] = ['refused', 'forbidden', 'gone'];

/** `write` where a person waits for it, `ledger` where nobody does. */
export type LookReason = 'write' | 'ledger';

const keyOf = ({ crm, account }: Pick<Connection, 'crm' | 'account'>): AccountKey => [crm, account];

/** One at a time for an account, in whatever window it was asked for. */
function alone<T>({ crm, account }: Connection, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`control:${crm}/${account}`, work) as Promise<T>;
}

/** What is known of an account's control record, without asking the CRM. */
export async function controlInfo(connection: Connection): Promise<ControlInfo> {
  const kept = await keptOf(connection);
  const mine = await mineOf(connection, kept);
  const base = baseOf(connection, kept);
  const text = controlText(base, mine, byOf(connection));
  const ref = kept?.ref ?? null;
  return {
    record: ref && {
      ref,
      title: kept?.title || ref.id,
      url: API_SIDES[ref.crm].urlOf(connection.host, ref),
    },
    made: kept?.made === true,
    kind: API_SIDES[connection.crm].organisation,
    agreed: base !== null && !kept?.trouble && sameAgreed(base, mine),
    lookedAt: kept?.lookedAt ?? null,
    paused: mine.paused,
    trouble: kept?.trouble ?? null,
    chars: text.length,
    room: LEDGER_CHARS[connection.crm],
    text,
    seen: await seenOf(kept?.found ?? null),
  };
}

/**
 * Brings record and browser to say the same, as far as that is nobody's decision.
 * @returns whether the team file here has changed
 */
export function lookAtControl(connection: Connection, reason: LookReason): Promise<boolean> {
  return alone(connection, () => look(connection, reason));
}

/** What stands in the record that an address names. @throws ApiProblem where the CRM does not say */
export async function previewControl(connection: Connection, page: PageRef): Promise<ControlPreview> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok || resolved.connection.id !== connection.id) {
    const detail = resolved.ok ? resolved.connection.label : page.account;
    const trouble: ControlTrouble = { kind: 'notControl', why: 'account', detail, who: null };
    return { ref: page, title: '', seen: '', kind: 'trouble', trouble };
  }
  const { ref } = resolved;
  const known = await know(connection, ref, 'write', LANGUAGE);
  const field = fieldOf(known);
  const about = { ref, title: known.snapshot.title, seen: await seenOf(textOf(known, field)) };
  const found = findIn(known, field, null, null);
  if ('trouble' in found) return { ...about, kind: 'trouble', trouble: found.trouble };
  if (!found.theirs || !found.row) return { ...about, kind: 'empty' };
  const { team, paused } = found.theirs;
  const { at, writer } = found.row;
  return {
    ...about,
    kind: 'theirs',
    who: await strangerOf(found.row, known),
    calls: found.theirs.by ?? listedWriter(team, writer)?.name ?? null,
    at,
    hash: await teamFileHash(team),
    team,
    paused,
  };
}

/**
 * Uses a record from now on: takes over what a person saw in it, or writes this browser's team file into an empty one.
 * @param seen names what the person saw
 * @returns false where something else stands there by now
 * @throws ApiProblem where the CRM does not say
 */
export function adoptControl(connection: Connection, ref: RecordRef, seen: string): Promise<boolean> {
  return alone(connection, async () => {
    const known = await know(connection, ref, 'write', LANGUAGE);
    const field = fieldOf(known);
    const text = textOf(known, field);
    const found = findIn(known, field, null, null);
    if ('trouble' in found || (await seenOf(text)) !== seen) return false;
    const { theirs } = found;
    const fresh = freshOf(ref, known.snapshot.title);
    if (theirs) await changeTeamFile(connection.crm, connection.account, () => theirs.team);
    await keep(connection, { ...fresh, ...(theirs ? { base: text, paused: theirs.paused } : {}) });
    await look(connection, 'write');
    return true;
  });
}

/**
 * Makes a record, with the ledger field where its kind has none yet, and writes the team file into it. What an earlier attempt made
 * is gone on with.
 * @returns the problem that stopped it
 */
export function createControl(connection: Connection, language: string, help: Help): Promise<Problem | null> {
  return alone(connection, async () => {
    const kept = await keptOf(connection);
    if (kept?.ref) return null;
    try {
      const { organisation } = API_SIDES[connection.crm];
      const problem = await ensureLedger(connection, organisation, language, help);
      if (problem) return problem;
      const asked: KeptControl = { ...freshOf(null, CONTROL_NAME), made: true };
      const before = kept ? await findMade(connection) : null;
      await keep(connection, asked);
      const ref = before ?? (await makeRecord(connection, CONTROL_NAME));
      await keep(connection, { ...asked, ref });
      await look(connection, 'write');
      return null;
    } catch (error) {
      const problem = asProblem(error);
      // Nobody knows whether it was made where no answer came; after any other it was not.
      if (problem.kind === 'refused' || problem.kind === 'forbidden') await forget(connection);
      return problem;
    }
  });
}

/** A record that was made and not heard of: it has our name and an empty ledger. */
async function findMade(connection: Connection): Promise<RecordRef | null> {
  const client = await clientFor(connection, 'person');
  const object = API_SIDES[connection.crm].organisation;
  const fields = await client.fields(object, LANGUAGE);
  const ids = await client.recent(object, Math.min(RECENT, client.readManyLimit));
  if (ids.length === 0) return null;
  const records = await client.readMany(object, ids, fields, { histories: false });
  const { ledger } = stagingOf(connection.crm, object, fields, await getTeamFile(...keyOf(connection)));
  return records.find(({ title, values }) => title === CONTROL_NAME && !values.get(ledger ?? ''))?.ref ?? null;
}

/**
 * What a person decided where both sides had changed, or where the record says what cannot be used.
 * @param keepMine false to take what stands in the record
 * @param seen names what the person saw
 */
export function resolveControl(connection: Connection, keepMine: boolean, seen: string): Promise<boolean> {
  return alone(connection, async () => {
    const kept = await keptOf(connection);
    if (!kept?.ref || (await seenOf(kept.found)) !== seen) return look(connection, 'write');
    const mine = await mineOf(connection, kept);
    const known = await know(connection, kept.ref, 'write', LANGUAGE);
    const text = textOf(known);
    const found = findIn(known, known.staging.ledger, kept, mine.team);
    const theirs = 'trouble' in found ? null : found.theirs;
    if (text !== kept.found) return look(connection, 'write');
    if (!keepMine) {
      if (theirs) await take(connection, { ...kept, ...lookOf(known) }, theirs, mine);
      return theirs !== null;
    }
    const value = controlText(theirs ?? baseOf(connection, kept), mine, byOf(connection));
    const made = kept.made === true;
    const trouble = cannotWrite(known, theirs, value);
    if (trouble) await keep(connection, { ...kept, trouble });
    else if ((await replaceLedger(connection, kept.ref, text, value, { reason: 'write', made })).done) {
      await keep(connection, { ...kept, base: value, trouble: null });
    }
    return look(connection, 'write');
  });
}

/** Asks agents to pause, or not any more. */
export function pauseAgents(connection: Connection, on: boolean): Promise<boolean> {
  return alone(connection, async () => {
    const kept = await keptOf(connection);
    if (!kept) return false;
    const since = Date.now() + (await clockOffset(connection.id));
    const by = byOf(connection);
    await keep(connection, { ...kept, paused: withPause(kept.paused, { what: EVERY_AGENT, by, since }, on) });
    return look(connection, 'write');
  });
}

/** Uses no control record any more; the record and the team file here stay as they are. */
export function leaveControl(connection: Connection): Promise<void> {
  return alone(connection, () => forget(connection));
}

/** Deletes the control record if Countersign made it. @throws ApiProblem */
export function removeMadeControl(connection: Connection): Promise<void> {
  return alone(connection, async () => {
    const kept = await keptOf(connection);
    if (!kept?.made) return;
    const ref = kept.ref ?? (await findMade(connection));
    if (ref) await deleteRecord(connection, ref);
    await forget(connection);
  });
}

async function look(connection: Connection, reason: LookReason): Promise<boolean> {
  let changed = false;
  for (let round = 0; round < ROUNDS; round++) {
    const kept = await keptOf(connection);
    if (!kept?.ref) return changed;
    try {
      const { taken, again } = await lookOnce(connection, kept, kept.ref, reason);
      changed ||= taken;
      if (!again) return changed;
    } catch (error) {
      await keep(connection, {
        ...((await keptOf(connection)) ?? kept),
        lookedAt: Date.now(),
        trouble: { kind: 'problem', problem: asProblem(error) },
      });
      return changed;
    }
  }
  return changed;
}

/** What a look did: `taken` where the team file here is another now, `again` where there is more to do. */
interface Looked {
  taken: boolean;
  again: boolean;
}

const DONE: Looked = { taken: false, again: false };

async function lookOnce(
  connection: Connection,
  kept: KeptControl,
  ref: RecordRef,
  reason: LookReason,
): Promise<Looked> {
  const mine = await mineOf(connection, kept);
  const looked = canonicalJson(mine);
  const passing = kept.trouble?.kind === 'problem' && !FINAL.includes(kept.trouble.problem.kind);
  const quiet = reason === 'ledger' && kept.looked === looked && !passing;
  if (quiet && (await (await clientFor(connection, 'look')).modified(ref.object, ref.id)) === kept.modified) {
    await keep(connection, { ...kept, lookedAt: Date.now() });
    return DONE;
  }
  const known = await know(connection, ref, reason, LANGUAGE);
  const text = textOf(known);
  const now: KeptControl = { ...kept, ...lookOf(known), looked, trouble: null };
  const stop = async (trouble: ControlTrouble): Promise<Looked> => {
    await keep(connection, { ...now, trouble });
    return DONE;
  };
  const found = findIn(known, known.staging.ledger, kept, mine.team);
  if ('trouble' in found) return stop(found.trouble);
  const { theirs, row } = found;
  const next = theirs ? mergeAgreed(baseOf(connection, kept), mine, theirs) : mine;
  if (!next) {
    if (!row) return stop({ kind: 'unverified' });
    return stop({ kind: 'conflict', who: saverOf(row, known, mine.team, theirs), at: row.at });
  }
  if (!sameAgreed(next, mine)) {
    const taken = await take(connection, now, next, mine);
    return { taken, again: !taken || !theirs || !sameAgreed(next, theirs) };
  }
  if (theirs && sameAgreed(next, theirs)) {
    await keep(connection, { ...now, base: text });
    return DONE;
  }
  const value = controlText(theirs, mine, byOf(connection));
  const trouble = cannotWrite(known, theirs, value);
  if (trouble) return stop(trouble);
  await keep(connection, now);
  const made = kept.made === true;
  const { done, known: after } = await replaceLedger(connection, ref, text, value, { reason, made });
  if (done) await keep(connection, { ...now, ...lookOf(after), base: value });
  // Our own key is learned from our own write, and is part of the team file.
  const same = canonicalJson(await getTeamFile(...keyOf(connection))) === canonicalJson(mine.team);
  return { taken: false, again: !done || !same };
}

/** What a record holds, as far as it may be believed. @param kept `null` and no team before a person has accepted it */
function findIn(
  known: Known,
  field: string | null,
  kept: KeptControl | null,
  team: TeamFile | null,
): { theirs: Control | null; row: FieldChange | null } | { trouble: ControlTrouble } {
  const { snapshot, connection } = known;
  if (!field) return { trouble: { kind: 'noField' } };
  const text = textOf(known, field);
  const row = writerOf(text, snapshot.histories.get(field), snapshot.modified);
  const parsed = parseControl(text, connection);
  if (!parsed.ok) {
    const { why, detail } = parsed;
    if (why === 'empty' && !kept?.base) return { theirs: null, row: null };
    const who = row ? whoOf(row, known, team ?? known.team) : null;
    return { trouble: { kind: 'notControl', why, detail, who } };
  }
  const { control } = parsed;
  // Whoever wrote it again, it is what was agreed.
  if (kept && text === kept.base) return { theirs: control, row };
  const trust = believed(row, team ?? control.team);
  if (trust === 'trusted') return { theirs: control, row };
  if (!row || trust === 'unreadable') return { trouble: { kind: 'unverified' } };
  const who = whoOf(row, known, team ?? control.team);
  return { trouble: { kind: 'changedBy', who, why: trust, at: row.at } };
}

/** Why our text cannot go there; `null` where it can. */
function cannotWrite(
  { fields, staging, connection }: Known,
  before: Control | null,
  value: string,
): ControlTrouble | null {
  const meta = fields.find(({ name }) => name === staging.ledger);
  if (!meta) return { kind: 'noField' };
  if (meta.readOnly) return { kind: 'readOnly' };
  if (before?.newer) return { kind: 'newer' };
  const room = controlRoom(connection.crm, meta.maxLength);
  return value.length > room ? { kind: 'full', chars: value.length, room } : null;
}

/**
 * Makes what the record says this browser's word, or what both say together.
 * @param now what was found, to be kept
 * @returns false where something was changed here meanwhile, which is looked at first
 */
async function take(connection: Connection, now: KeptControl, next: Agreed, mine: Agreed): Promise<boolean> {
  const { team, paused } = next;
  let taken = false;
  await changeTeamFile(connection.crm, connection.account, (file) => {
    taken = canonicalJson(file) === canonicalJson(mine.team);
    return taken ? team : file;
  });
  if (!taken) return false;
  const found = parseControl(now.found, connection);
  const whole = found.ok && sameAgreed(found.control, next);
  const agreed = whole ? { base: now.found, looked: canonicalJson({ team, paused }) } : { looked: '' };
  await keep(connection, { ...now, ...agreed, paused, trouble: null });
  return true;
}

/** A record that is modified twice within this time, ms, may show one and the same moment for both. */
const SAME_MOMENT_MS = 2_000;

function lookOf(known: Known) {
  const { title, modified } = known.snapshot;
  // The next look reads it whole where this one cannot be told from what comes right after it.
  const settled = known.asOf - modified >= SAME_MOMENT_MS;
  return { title, found: textOf(known), modified: settled ? modified : 0, lookedAt: Date.now() };
}

function textOf({ staging, snapshot }: Known, field = staging.ledger): string | null {
  return (field ? snapshot.values.get(field) : null) || null;
}

/**
 * The ledger field of a record that is seen for the first time. The team may have given it a name of its own, which the team file
 * in it tells.
 */
function fieldOf({ staging, snapshot, fields, connection }: Known): string | null {
  const { ref, values } = snapshot;
  for (const [name, text] of values) {
    const parsed = parseControl(text, connection);
    if (parsed.ok && stagingOf(ref.crm, ref.object, fields, parsed.control.team).ledger === name) return name;
  }
  return staging.ledger;
}

const whoOf = (row: FieldChange, { people }: Known, team: TeamFile) =>
  nameOf(row.writer, team, people, row.source.label);

/** Who a writer is by the CRM's word alone: what the team file in question says of it is no evidence. */
async function strangerOf(row: FieldChange, known: Known): Promise<Who> {
  const { crm, account } = known.connection;
  const who = whoOf(row, known, emptyTeamFile(crm, account));
  if ('name' in who) return who;
  const client = await clientFor(known.connection, 'person');
  const name = await client.writerName(row.writer).catch(() => null);
  return name ? { name } : who;
}

/** Who saved what may be believed: our own key is a whole team's, so the person is whom the record names. */
function saverOf(row: FieldChange, known: Known, team: TeamFile, theirs: Control | null): Who {
  const own = listedWriter(team, row.writer)?.role === 'own';
  return own && theirs?.by ? { name: theirs.by } : whoOf(row, known, team);
}

/** The CRM's user where the credential is a person's, otherwise the person chosen for the connection. */
const byOf = ({ user, person }: Connection) => user?.name ?? person ?? 'Countersign';

const seenOf = (text: string | null) => sha256(text ?? '');

function freshOf(ref: RecordRef | null, title: string): KeptControl {
  return { ref, title, base: null, paused: [], trouble: null, found: null, modified: 0, looked: '', lookedAt: null };
}

function baseOf(connection: Connection, kept: KeptControl | null): Control | null {
  const parsed = kept?.base ? parseControl(kept.base, connection) : null;
  return parsed?.ok ? parsed.control : null;
}

async function mineOf(connection: Connection, kept: KeptControl | null): Promise<Agreed> {
  return { team: await getTeamFile(...keyOf(connection)), paused: kept?.paused ?? [] };
}

async function keptOf(connection: Connection): Promise<KeptControl | null> {
  return (await (await database()).get('controls', keyOf(connection))) ?? null;
}

/** Resolves once it is on disk. */
async function keep(connection: Connection, kept: KeptControl): Promise<void> {
  const tx = (await database()).transaction('controls', 'readwrite', { durability: 'strict' });
  await tx.store.put(kept, keyOf(connection));
  await tx.done;
}

async function forget(connection: Connection): Promise<void> {
  await (await database()).delete('controls', keyOf(connection));
}
