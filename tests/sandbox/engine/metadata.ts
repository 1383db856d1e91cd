/** The format in which agents say more of the values they propose: `{v:1, s:[entries]}` in a field of the record. */
import { createHash } from 'node:crypto';
import type { Target } from './types.ts';

export interface MetadataEntry {
  id: string;
  field: string;
  value: string;
  agent: string;
  confidence?: number;
  reason?: string;
  evidence?: readonly string[];
  base?: string | null;
  /** Epoch milliseconds, as is `expires`. */
  at: number;
  expires?: number;
  run?: string;
}

/** Longer values are given by their hash alone. */
const PLAIN_LENGTH = 255;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A value as metadata gives it. */
export const short = <T extends string | null>(text: T): T | string =>
  text !== null && text.length > PLAIN_LENGTH ? `sha256:${sha256(text)}` : text;

/** The id a proposal goes by everywhere. */
export function suggestionId(
  { crm, account, object, id }: Target & { crm: string; account: string },
  { field, value, agent, at }: Pick<MetadataEntry, 'field' | 'value' | 'agent' | 'at'>,
): string {
  return sha256(JSON.stringify([1, [crm, account, object, id], field, value, agent, at]));
}

/** The list in a metadata field, whatever is in it; `null` where the text is no metadata. */
export function parseMetadata(text: string | null): unknown[] | null {
  if (text === null) return [];
  try {
    const { v, s } = JSON.parse(text) as { v?: unknown; s?: unknown };
    return v === 1 && Array.isArray(s) ? s : null;
  } catch {
    return null;
  }
}

/** Whether one of the list has everything that an entry needs. */
export function isEntry(one: unknown): one is MetadataEntry {
  const { field, value, agent, at } = (one ?? {}) as Partial<Record<keyof MetadataEntry, unknown>>;
  const named = [field, agent].every((text) => typeof text === 'string' && text !== '');
  return named && typeof value === 'string' && Number.isInteger(at);
}

/** The field's text with an agent's entries: each replaces the one that this agent had for the same field. */
export function withEntries(text: string | null, entries: readonly MetadataEntry[]): string {
  const replaced = (one: unknown) =>
    isEntry(one) && entries.some(({ field, agent }) => field === one.field && agent === one.agent);
  const kept = (parseMetadata(text) ?? []).filter((one) => !replaced(one));
  return JSON.stringify({ v: 1, s: [...kept, ...entries] });
}
