/** What an agent writes that proposes values instead of writing them: the values' own fields, the metadata and the count. */
import type { Suggestion } from './journal.ts';
import type { MetadataEntry } from './metadata.ts';
import { isEntry, parseMetadata, short, suggestionId, withEntries } from './metadata.ts';
import type { Actor, CrmSide, Proposal, Staging, StagingWay, Target } from './types.ts';

/** A proposal in the CRM's own names and values. */
export interface Wish extends Proposal {
  /** Instead of the field's present value. */
  base?: string | null;
}

export interface Staged {
  set: Record<string, string>;
  suggestions: Suggestion[];
}

/** There is no field to propose a value in. */
export class NoPlace extends Error {}

const VISIBLE: StagingWay = { layout: 'visible' };

/**
 * Turns proposals of one agent for one record into a write.
 *
 * @param by the agent's own name for itself, and the time it says it proposed
 * @returns what to write, and what is then proposed; throws `NoPlace`
 */
export function stage(
  side: CrmSide,
  target: Target,
  by: { agent: string; at: number },
  wishes: readonly Wish[],
  way: StagingWay = VISIBLE,
): Staged {
  const { object, id } = target;
  const staging = side.staging(object);
  const read = (field: string) => side.read(target, field);
  const set: Record<string, string> = {};
  const suggestions = wishes.map((wish): Suggestion => {
    const { field, value, right, why, confidence = null, reason = null, expires = null } = wish;
    const own = (way.layout !== 'compact' && staging.fields.get(field)) || null;
    // To clear the field: its own field is empty, and only the metadata tells.
    const stagedIn = value === '' ? null : own;
    if (own) set[own] = value;
    else if (way.layout === 'bare' || !staging.metadata)
      throw new NoPlace(`${object} has no field to propose ${field} in`);
    const suggestion = suggestionId({ crm: side.crm, account: side.account, object, id }, { field, value, ...by });
    const base = wish.base === undefined ? short(read(field)) : wish.base;
    return { suggestion, object, id, field, value, ...by, right, why, stagedIn, base, expires, confidence, reason };
  });
  if (way.layout === 'bare') return { set, suggestions };
  if (!staging.metadata) throw new NoPlace(`${object} has no field for what is said of proposals`);
  const entries = suggestions.map((one, index) => entryOf(one, wishes[index]));
  set[staging.metadata] = way.metadata ?? withEntries(read(staging.metadata), entries);
  if (staging.count) set[staging.count] = String(countOf(staging, way, (field) => set[field] ?? read(field)));
  return { set, suggestions };
}

/** Puts a proposal into the CRM's own list; `null` where it has none. */
export function list(
  side: CrmSide,
  target: Target,
  { agent, at }: { agent: Actor; at: number },
  proposal: Proposal,
): Suggestion | null {
  const listed = side.suggest?.(agent, target, proposal);
  if (!listed) return null;
  const { field, value, right, why, reason = null } = proposal;
  const { id: suggestion, expires } = listed;
  const { object, id } = target;
  const about = { agent: agent.name, at, right, why, base: side.read(target, field), expires };
  return { suggestion, object, id, field, value, ...about, confidence: null, reason, stagedIn: null, native: true };
}

function entryOf({ suggestion, field, value, agent, base, at }: Suggestion, wish: Wish | undefined): MetadataEntry {
  const { confidence, reason, evidence, expires, run } = wish ?? {};
  return {
    id: suggestion,
    field,
    value: short(value),
    agent,
    ...(confidence !== undefined && { confidence }),
    ...(reason !== undefined && { reason }),
    ...(evidence && { evidence }),
    base,
    at,
    ...(expires !== undefined && { expires }),
    ...(run !== undefined && { run }),
  };
}

/** Fields of which something is proposed. Metadata alone counts only where the value has no field of its own, or is none. */
function countOf(staging: Staging, way: StagingWay, read: (field: string) => string | null): number {
  const open = [...staging.fields].flatMap(([field, stagedIn]) => (read(stagedIn) ? [field] : []));
  const listed = parseMetadata(staging.metadata ? read(staging.metadata) : null) ?? [];
  const alone = listed
    .filter(isEntry)
    .flatMap(({ field, value }) =>
      way.layout === 'compact' || value === '' || !staging.fields.has(field) ? [field] : [],
    );
  return new Set([...open, ...alone]).size;
}
