/**
 * Stamps: fields such as `last_modified_by_agent` that an agent writes beside its changes.
 *
 * A stamp says who wrote the record last, not who wrote a field, goes stale and can be forged. So it counts for a change
 * only if the stamp field's own history has a row by the same writer within two seconds of it.
 */
import type { StampEntry } from './team';
import type { FieldChange, FieldHistory } from './types';

/** Two seconds: one API call writes all its fields at once; CRM row times within it differ by less. */
const SAME_WRITE_MS = 2000;

export interface Stamp {
  field: string;
  value: string;
  at: number;
  /** The agent that this value stands for, if the team named one. */
  agent: string | undefined;
}

/** The stamp that proves which agent made a change, or `null`. */
export function stampFor(
  change: FieldChange,
  histories: ReadonlyMap<string, FieldHistory>,
  rules: readonly StampEntry[],
): Stamp | null {
  let best: Stamp | null = null;
  for (const rule of rules) {
    if (rule.writer !== change.writer.key || rule.field === change.field) continue;
    for (const row of histories.get(rule.field)?.changes ?? []) {
      const distance = Math.abs(row.at - change.at);
      if (row.writer.key !== change.writer.key || !row.to || distance > SAME_WRITE_MS) continue;
      const agent = agentOf(rule, row.to);
      if (!agent || (best && Math.abs(best.at - change.at) <= distance)) continue;
      best = { field: rule.field, value: row.to, at: row.at, agent };
    }
  }
  return best;
}

/** The stamp a person would see on the record, with the agent it names; it proves nothing about a single field. */
export function visibleStamp(
  change: FieldChange,
  histories: ReadonlyMap<string, FieldHistory>,
  rules: readonly StampEntry[],
): Stamp | null {
  for (const rule of rules) {
    const row = histories.get(rule.field)?.changes[0];
    if (!row?.to || rule.field === change.field) continue;
    const agent = agentOf(rule, row.to);
    if (agent) return { field: rule.field, value: row.to, at: row.at, agent };
  }
  return null;
}

function agentOf(rule: StampEntry, value: string): string | undefined {
  return (rule.agents.find((a) => a.value === value) ?? rule.agents.find((a) => a.value === '*'))?.name;
}
