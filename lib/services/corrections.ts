/** A person's own corrections, newest first, with how far each has come on its way to every endpoint. */
import type { Connection } from '../core/account';
import type { CorrectionRow } from '../core/corrections';
import { CORRECTIONS, entryName, isReason } from '../core/ledger';
import { deliveryOf, type InLedger, worseOf, worstInLedger } from '../core/outbox';
import { isRetracted } from '../core/retractions';
import { reasonId } from '../core/signals';
import type { FieldMeta } from '../crm/contract';
import { API_SIDES } from '../crm/registry';
import { database, type KeptEndpoint, type KeptSignal } from '../store/db';
import { clientFor } from './api';
import { fieldsOf, peopleOf } from './metadata';
import type { Words } from './suggestions';
import { showValue } from './values';
import { decisionsOn } from './writes';

/** Rows of one answer, and signals that are read at once on the way to them. */
const ROWS = 50;
const READ = 500;

export interface CorrectionsPage {
  rows: CorrectionRow[];
  /** Where the next answer goes on; `null` at the end. */
  before: number | null;
}

/**
 * @param record `recordKey` of the record they have to be about; all records' where left out
 * @param before of the answer that this one goes on from
 */
export async function correctionsOf(
  connection: Connection,
  record: string | undefined,
  before: number | null,
  language: string,
  words: Words,
): Promise<CorrectionsPage> {
  const { crm, account } = connection;
  const endpoints = (await (await database()).getAll('endpoints')).filter(
    (one) => one.crm === crm && one.account === account,
  );
  const wanted = (one: KeptSignal) =>
    one.type === 'override' &&
    !isRetracted(one) &&
    isMine(one, connection) &&
    (record === undefined || one.record === record);
  const found: KeptSignal[] = [];
  let next = before ?? Number.MAX_SAFE_INTEGER;
  let end = false;
  while (found.length < ROWS && !end) {
    const some = await older(connection, next);
    end = some.length < READ;
    for (const one of some) {
      next = one.seq;
      if (!wanted(one)) continue;
      found.push(one);
      if (found.length === ROWS) {
        end = false;
        break;
      }
    }
  }
  const show = await shower(connection, language, words);
  const rows = await Promise.all(found.map((one) => rowOf(one, connection, endpoints, show)));
  return { rows, before: end ? null : next };
}

/** By somebody who is known to be another person it is not. */
function isMine({ by }: KeptSignal, { person, user }: Connection): boolean {
  const names = [person, user?.name].filter((name) => name !== undefined && name !== '');
  return by === null || names.length === 0 || names.includes(by.name);
}

/** Signals before one, newest first. */
async function older({ crm, account }: Connection, before: number): Promise<KeptSignal[]> {
  const range = IDBKeyRange.bound([crm, account, 0], [crm, account, before], false, true);
  const index = (await database()).transaction('signals').store.index('order');
  const found: KeptSignal[] = [];
  for (let cursor = await index.openCursor(range, 'prev'); cursor; cursor = await cursor.continue()) {
    found.push(cursor.value);
    if (found.length === READ) break;
  }
  return found;
}

type Show = (signal: KeptSignal, value: string | null) => Promise<string | null>;

/** Values as the CRM shows them, by what is known of its fields; as they are stored where that cannot be read. */
async function shower(connection: Connection, language: string, words: Words): Promise<Show> {
  const client = () => clientFor(connection, 'person');
  const people = await peopleOf(connection, client).catch(() => []);
  const fields = new Map<string, Promise<FieldMeta[]>>();
  return async ({ ref, field }, value) => {
    const known = fields.get(ref.object) ?? fieldsOf(connection, ref.object, language, client).catch(() => []);
    fields.set(ref.object, known);
    const meta = (await known).find(({ name }) => name === field);
    return showValue(meta, value, { people, currency: connection.currency, language, ...words });
  };
}

async function rowOf(
  signal: KeptSignal,
  connection: Connection,
  endpoints: readonly KeptEndpoint[],
  show: Show,
): Promise<CorrectionRow> {
  const { id, kind, ref, label, agent, agentValue, value, at } = signal;
  const db = await database();
  const said = await db.get('signals', [ref.crm, ref.account, await reasonId(id)]);
  const record = await db.get('records', [ref.crm, ref.account, ref.object, ref.id]);
  const deliveries = await Promise.all(
    endpoints.map(async (endpoint) => {
      const [first, ...others] = await Promise.all(
        [signal, ...(said ? [said] : [])].map(async (one) =>
          deliveryOf(one, endpoint, await db.get('deadLetters', [endpoint.id, one.id])),
        ),
      );
      return first ? others.reduce(worseOf, first) : [];
    }),
  );
  const shown = (one: string | null | undefined) => (one === undefined ? undefined : show(signal, one));
  const reason = said?.reason ?? signal.reason ?? '';
  return {
    id,
    kind,
    ref,
    name: record?.snapshot.title ?? null,
    url: API_SIDES[ref.crm].urlOf(connection.host, ref),
    label,
    agent: agent ?? '',
    from: await shown(agentValue),
    to: await shown(value),
    at,
    reason: isReason(reason) ? reason : null,
    note: said?.note ?? signal.note ?? null,
    open: !said && CORRECTIONS.some((one) => one === kind),
    deliveries: deliveries.flat(),
    ledger: worstInLedger(await Promise.all([signal, ...(said ? [said] : [])].map(inLedger))),
  };
}

/** What a decision on a suggestion is in the ledger, by what it is among the signals. */
const DECIDED: Partial<Record<KeptSignal['kind'], string>> = { rejected: 'reject', edited: 'approve_edited' };

/** How far a signal has come on its way into its record's ledger. */
async function inLedger(signal: KeptSignal): Promise<InLedger | null> {
  const { id, ref, suggestion, field, at, seq, kind } = signal;
  const { crm, account } = ref;
  const db = await database();
  const d = DECIDED[kind] ?? '';
  const name = suggestion ? entryName({ id: suggestion, at, d, field }) : id;
  const ledger = await db.get('ledgers', [crm, account]);
  if (signal.inLedger) return { state: 'delivered' };
  const delivery = ledger?.on || suggestion ? await db.get('ledgerEntries', [crm, account, name]) : undefined;
  if (delivery) {
    const { stuck, seenAt } = delivery;
    return stuck ? { state: 'stuck', ...stuck } : { state: seenAt === undefined ? 'waiting' : 'checking' };
  }
  if (suggestion) {
    const decided = (await decisionsOn(ref)).find(({ entry }) => entryName(entry) === name);
    return decided?.noted ? { state: 'delivered' } : null;
  }
  if (!ledger?.on) return null;
  return { state: seq > ledger.cursor ? 'waiting' : 'left' };
}
