/** A record's ledger as Countersign keeps it in a field of that record. */
import { createHash } from 'node:crypto';
import type { Decided } from './journal.ts';
import type { Random } from './random.ts';

interface LedgerEntry {
  id: string;
  at: number;
  field: string;
  d: string;
  by: { id: string; name: string };
  agent: string;
  to?: string;
  from?: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `<salt>:<hash>`: whoever knows the value can check it, nobody can read it. */
export function seal(value: string | null, random: Random): string {
  const salt = random.hex(16);
  return `${salt}:${sha256(salt + (value ?? ''))}`;
}

/** Whether a sealed value is this one. */
export function unseals(sealed: string | undefined, value: string | null): boolean {
  const [salt = '', hash] = sealed?.split(':') ?? [];
  return hash === sha256(salt + (value ?? ''));
}

export function entryId(parts: readonly unknown[]): string {
  return sha256(JSON.stringify([1, ...parts]));
}

/** The entries of a ledger field; none where it is empty or no ledger. */
export function parseLedger(text: string | null): LedgerEntry[] {
  try {
    const { e } = JSON.parse(text ?? '') as { e?: LedgerEntry[] };
    return Array.isArray(e) ? e : [];
  } catch {
    return [];
  }
}

/** The field's text with one more entry. */
export function addEntry(text: string | null, entry: LedgerEntry): string {
  const e = [...parseLedger(text), entry].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return JSON.stringify({ v: 1, upto: 0, n: e.length, e });
}

/**
 * Decisions a write brought into the ledger: approvals of exactly the value written, and whatever else people decided. An approval that
 * was taken back is a person's if it names the value that stands there again.
 */
export function decisionsIn(
  set: Readonly<Record<string, string>>,
  before: string | null,
  ledgerField: string,
): Record<string, Decided> {
  const keyOf = ({ id, at, d }: LedgerEntry) => `${id} ${at} ${d}`;
  const known = new Set(parseLedger(before).map(keyOf));
  const added = parseLedger(set[ledgerField] ?? null).filter((entry) => !known.has(keyOf(entry)));
  return Object.fromEntries(
    added.flatMap((entry): [string, Decided][] => {
      const value = set[entry.field];
      if (value === undefined) return [];
      const named = unseals(entry.to, value);
      if (entry.d === 'approve' || entry.d === 'approve_edited') return named ? [[entry.field, entry.d]] : [];
      return entry.d === 'undo' && !named ? [] : [[entry.field, 'reject']];
    }),
  );
}
