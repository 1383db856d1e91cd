/** A record's ledger as Countersign keeps it in a field of that record. */
import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

interface LedgerEntry {
  id: string;
  at: number;
  field: string;
  d: 'approve' | 'approve_edited' | 'reject';
  by: { id: string; name: string };
  agent: string;
  to: string;
  from: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `<salt>:<hash>`: whoever knows the value can check it, nobody can read it. */
export function seal(value: string | null, random: Random): string {
  const salt = random.hex(16);
  return `${salt}:${sha256(salt + (value ?? ''))}`;
}

/** Whether a sealed value is this one. */
export function unseals(sealed: string, value: string | null): boolean {
  const [salt = '', hash] = sealed.split(':');
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
