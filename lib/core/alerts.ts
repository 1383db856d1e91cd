/**
 * Alerts: what people have to know of, with the rows of the CRM's history that prove it. Pure.
 *
 * An alert's id is made from its rule, its writer and its first row, so that every browser that finds it has the same.
 */
import { listedWriter, writerAttribution } from './attribution';
import { canonicalJson, sha256 } from './ids';
import { forgedRows } from './ledger';
import { rowKey } from './overrides';
import type { TeamFile } from './team';
import type { FieldHistory, RecordRef, Writer } from './types';

/** `ledger_tampered`: an agent, or a writer nobody has listed, put into a ledger what only people decide. */
export const ALERT_RULES = ['ledger_tampered'] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** In the order in which people are told of them: somebody has to act, somebody should look, and what is only good to know. */
export const SEVERITIES = ['action', 'look', 'information'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One row that proves an alert. */
export interface AlertChange {
  field: string;
  label: string;
  /** Key of the writer. */
  writer: string;
  /** Epoch ms, CRM time. */
  at: number;
  /** What the row claims that people did: field, decision or kind of correction, and in whose name. */
  claims?: { field: string; kind: string; by: string }[];
}

/** What an alert says beyond what every signal says. */
export interface AlertFacts {
  severity: Severity;
  changes: AlertChange[];
}

/** What people are told of an alert that nobody has acknowledged. */
export interface AlertInfo {
  id: string;
  rule: AlertRule;
  severity: Severity;
  /** The agent's name, or the key of a writer that is not listed. */
  who: string;
  listed: boolean;
  ref: RecordRef;
  /** The record's name, where this browser knows it, and the address of its page. */
  name: string | null;
  url: string;
  claims: NonNullable<AlertChange['claims']>;
  /** Epoch ms, machine clock. */
  at: number;
}

export interface FoundAlert extends AlertFacts {
  id: string;
  rule: AlertRule;
  agent: string | null;
  writer: Writer;
  at: number;
}

/** More claims than these are not told one by one. */
const CLAIMS = 20;

/**
 * Where a ledger was written by somebody whose word does not count there; oldest first.
 * @param field the ledger field, and its history
 */
export async function tamperedLedger(
  ref: RecordRef,
  field: { name: string; label: string; value: string | null | undefined; history: FieldHistory },
  team: TeamFile,
): Promise<FoundAlert[]> {
  const { name, label, value, history } = field;
  // As long as nobody has said which key is ours, who is not listed may be ourselves.
  const ownIsKnown = team.writers.some(({ role }) => role === 'own');
  const found: FoundAlert[] = [];
  for (const { index, claims } of forgedRows(value, history, (writer) => writerAttribution(team, writer))) {
    const row = history.changes[index];
    const key = await rowKey(history, index);
    // Without a key of its own another browser could not give it the same id.
    if (!row || key === null) continue;
    const { writer, at } = row;
    const { crm, account, object, id } = ref;
    const isAgent = writerAttribution(team, writer) === 'agent';
    if (!isAgent && !ownIsKnown) continue;
    const told = claims.slice(0, CLAIMS).map(({ field, d, by }) => ({ field, kind: d, by: by.name }));
    found.push({
      id: await sha256(canonicalJson([1, 'alert', 'ledger_tampered', crm, account, object, id, writer.key, key])),
      rule: 'ledger_tampered',
      severity: isAgent ? 'action' : 'look',
      writer,
      agent: isAgent ? (listedWriter(team, writer)?.name ?? row.source.label ?? writer.id) : null,
      at,
      changes: [{ field: name, label, writer: writer.key, at, ...(told.length > 0 ? { claims: told } : {}) }],
    });
  }
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
