/**
 * Attribution: who stands behind a field's current value.
 *
 * Pure functions from the CRM's history rows, the team file and the ledger to one attribution per field, with the evidence
 * it rests on. History decides; where it cannot tell, the answer is `unknown` and the evidence says why.
 */
import type { LedgerClaim, LedgerEntry } from './ledger';
import { type Stamp, stampFor, visibleStamp } from './stamps';
import type { Role, TeamFile, WriterEntry } from './team';
import type { Attribution, FieldChange, FieldHistory, MarkState, Writer } from './types';

/** What an attribution rests on; each kind has one sentence in the card. */
export type Evidence =
  | { kind: 'listedAgent' | 'listedPerson' | 'listedAutomation' | 'listedUnknown'; name: string }
  | { kind: 'vendorAgent' | 'person' | 'automation' | 'import' | 'form' | 'system' }
  | { kind: 'stamp'; stamp: Stamp }
  | { kind: 'ledger'; entry: LedgerEntry }
  | { kind: 'ownWithoutDecision' }
  | { kind: 'unmappedApp' | 'unmappedToken' | 'merge' | 'hidden' | 'undocumented' }
  | { kind: 'shared'; agents: string[] }
  /** Agents act with this person's login; `person` is who the CRM names. */
  | { kind: 'actedBy'; person: string; agents: string[] }
  | { kind: 'noHistory' | 'notTracked' | 'asCreated' }
  | { kind: 'inconsistent' };

/** `certain`: the CRM itself recorded it; `likely`: it follows from a stamp or from the meaning of a source name; `none`: nobody can tell. */
export type Certainty = 'certain' | 'likely' | 'none';

export interface FieldAttribution {
  field: string;
  attribution: Attribution;
  /** A person's value whose immediate predecessor in the field's history is an agent's. */
  corrected: boolean;
  certainty: Certainty;
  evidence: Evidence;
  /** The history row of the current value. */
  change: FieldChange | undefined;
  /** The agent behind it (agent, collaborative) or the agent that was corrected. */
  agent: string | undefined;
  /** An approval that the ledger claims for this value, but which cannot be believed. */
  claim: LedgerClaim | undefined;
  /** A stamp on the record that names an agent, but proves nothing about this field. */
  stampNotUsed: Stamp | undefined;
}

/** Everything attribution needs to know about one record. */
export interface AttributionInput {
  /** Current values by field; `null` is empty, and of one that is not in it nothing is known. */
  values: ReadonlyMap<string, string | null>;
  histories: ReadonlyMap<string, FieldHistory>;
  team: TeamFile;
  /** From `readLedger`. */
  claims: ReadonlyMap<string, LedgerClaim>;
  /** Fields of which the CRM is known to keep no history. */
  untracked?: ReadonlySet<string>;
  /** Fields that the CRM keeps itself: nobody wrote those that have no history. */
  readOnly?: ReadonlySet<string>;
  /** The ledger's own field: what our key writes there is bookkeeping. */
  ledgerField?: string;
}

/** How far a decision's time and its write's may lie apart. */
export const CLOCKS_DIFFER_MS = 5 * 60_000;

/** What one row says of its writer. */
export interface Reading {
  attribution: Exclude<Attribution, 'collaborative'>;
  certainty: Certainty;
  evidence: Evidence;
  agent?: string;
}

const BY_ROLE = {
  person: { attribution: 'human', kind: 'listedPerson' },
  agent: { attribution: 'agent', kind: 'listedAgent' },
  automation: { attribution: 'automation', kind: 'listedAutomation' },
  unknown: { attribution: 'unknown', kind: 'listedUnknown' },
} as const satisfies Record<Exclude<Role, 'own'>, { attribution: Attribution; kind: Evidence['kind'] }>;

const BY_KIND = {
  user: { certainty: 'certain', kind: 'person' },
  vendorAgent: { certainty: 'certain', kind: 'vendorAgent' },
  automation: { certainty: 'certain', kind: 'automation' },
  import: { certainty: 'certain', kind: 'import' },
  form: { certainty: 'likely', kind: 'form' },
  system: { certainty: 'likely', kind: 'system' },
  app: { certainty: 'none', kind: 'unmappedApp' },
  token: { certainty: 'none', kind: 'unmappedToken' },
  merge: { certainty: 'none', kind: 'merge' },
  hidden: { certainty: 'none', kind: 'hidden' },
  undocumented: { certainty: 'none', kind: 'undocumented' },
} as const satisfies Record<Writer['kind'], { certainty: Certainty; kind: Evidence['kind'] }>;

/** The team's entry for a writer, if there is one. */
export function listedWriter(team: TeamFile, writer: Pick<Writer, 'key'>): WriterEntry | undefined {
  return team.writers.find((entry) => entry.key === writer.key);
}

/** What a writer counts as for this team, a row by row view without stamps or ledger; `own` is Countersign's own key. */
export function writerAttribution(
  team: TeamFile,
  writer: Pick<Writer, 'key' | 'attribution'>,
): Exclude<Attribution, 'collaborative'> | 'own' {
  const listed = listedWriter(team, writer);
  const role = listed?.role;
  if (role === 'own') return 'own';
  if (role === 'person' && listed?.actedBy?.length) return 'unknown';
  return role ? BY_ROLE[role].attribution : writer.attribution;
}

/** Reads one history row on its own: the team's word first, then stamps, then what the CRM's documentation says of the source. */
export function readRow(
  change: FieldChange,
  input: Pick<AttributionInput, 'team' | 'histories' | 'ledgerField'>,
): Reading {
  const { team, histories } = input;
  const listed = listedWriter(team, change.writer);
  const rules = team.stamps.filter((rule) => rule.writer === change.writer.key);
  if (rules.length > 0 && listed?.role !== 'agent' && listed?.role !== 'own') {
    const stamp = stampFor(change, histories, rules);
    if (stamp?.agent) {
      return { attribution: 'agent', certainty: 'likely', evidence: { kind: 'stamp', stamp }, agent: stamp.agent };
    }
    // A stamp that this key may not read, or of which no history is kept, may be there: its absence proves nothing.
    const unread = rules.some(({ field }) => !histories.has(field)) && !listed?.actedBy?.length;
    if (!listed || listed.role === 'unknown' || unread) {
      const agents = [...new Set(rules.flatMap((rule) => rule.agents.map((a) => a.name)))];
      return { attribution: 'unknown', certainty: 'none', evidence: { kind: 'shared', agents } };
    }
  }
  if (listed?.role === 'own' && change.field === input.ledgerField) {
    return { attribution: 'system', certainty: 'certain', evidence: { kind: 'system' } };
  }
  if (listed?.role === 'own') {
    return { attribution: 'unknown', certainty: 'none', evidence: { kind: 'ownWithoutDecision' } };
  }
  if (listed?.actedBy?.length && listed.role === 'person') {
    const evidence: Evidence = { kind: 'actedBy', person: listed.name, agents: listed.actedBy };
    return { attribution: 'unknown', certainty: 'none', evidence };
  }
  if (listed) {
    const { attribution, kind } = BY_ROLE[listed.role];
    const certainty = attribution === 'unknown' ? 'none' : 'certain';
    const reading: Reading = { attribution, certainty, evidence: { kind, name: listed.name } };
    return attribution === 'agent' ? { ...reading, agent: listed.name } : reading;
  }
  const { certainty, kind } = BY_KIND[change.writer.kind];
  const attribution = change.writer.attribution;
  // A documented person's source without the person's id is not proof of a person.
  return { attribution, certainty: attribution === 'unknown' ? 'none' : certainty, evidence: { kind } };
}

/**
 * One field's attribution.
 * @returns `null` where there is nothing to attribute: no history, and the field is empty or kept by the CRM itself.
 */
export function attributeField(field: string, input: AttributionInput): FieldAttribution | null {
  const value = input.values.get(field) ?? null;
  const history = input.histories.get(field);
  const change = history?.changes[0];
  const base = { field, corrected: false, change, agent: undefined, claim: undefined, stampNotUsed: undefined };
  if (!change) {
    if ((value === null && history?.complete !== false) || input.readOnly?.has(field)) return null;
    if (history?.asCreated && value === null) return null;
    const kind = input.untracked?.has(field) ? 'notTracked' : history?.asCreated ? 'asCreated' : 'noHistory';
    return { ...base, attribution: 'unknown', certainty: 'none', evidence: { kind } };
  }
  // A row without a value says that the field changed, and nothing else can have come after it.
  // Of a value that no answer holds the history alone tells.
  if (change.to !== undefined && change.to !== value && input.values.has(field)) {
    return { ...base, attribution: 'unknown', certainty: 'none', evidence: { kind: 'inconsistent' } };
  }

  const reading = readRow(change, input);
  const claim = input.claims.get(field);
  const own = listedWriter(input.team, change.writer)?.role === 'own';
  // With a person's key the write is the person's, and only its time tells it from one on the CRM's page.
  const byPerson = reading.attribution === 'human' && change.at - (claim?.entry.at ?? 0) <= CLOCKS_DIFFER_MS;
  if (claim && (own || byPerson || reading.attribution === 'agent') && approves(claim, change, own || byPerson)) {
    return {
      ...base,
      attribution: claim.entry.d === 'undo' ? 'human' : 'collaborative',
      certainty: 'certain',
      evidence: { kind: 'ledger', entry: claim.entry },
      agent: claim.entry.agent ?? reading.agent,
    };
  }

  const before = history?.changes[1];
  const beforeReading = before && reading.attribution === 'human' ? readRow(before, input) : undefined;
  const corrected = beforeReading?.attribution === 'agent';
  const unproven = reading.attribution === 'unknown' && input.team.stamps.length > 0;
  return {
    ...base,
    ...reading,
    corrected,
    agent: reading.agent ?? (corrected ? beforeReading?.agent : undefined),
    claim: claim && (own || reading.attribution === 'agent') ? claim : undefined,
    stampNotUsed: unproven ? (visibleStamp(change, input.histories, input.team.stamps) ?? undefined) : undefined,
  };
}

/** Every field's attribution; fields that never had a value are left out. */
export function attributeRecord(input: AttributionInput): Map<string, FieldAttribution> {
  const result = new Map<string, FieldAttribution>();
  for (const field of new Set([...input.values.keys(), ...input.histories.keys()])) {
    const attribution = attributeField(field, input);
    if (attribution) result.set(field, attribution);
  }
  return result;
}

/** The mark an attribution asks for; `null` for a person's or the system's value and for one that the CRM keeps no row of, which carry none. */
export function markState(attribution: FieldAttribution): MarkState | null {
  if (attribution.corrected) return 'corrected';
  // A mark on every value that the CRM keeps no row of would hide those that matter, so their number is told instead.
  if (attribution.evidence.kind === 'asCreated' || attribution.evidence.kind === 'notTracked') return null;
  const { attribution: who } = attribution;
  return who === 'human' || who === 'system' ? null : who;
}

/**
 * An approval stands behind a value if its entry was introduced by a trusted writer and belongs to this write:
 * Countersign writes value and entry together (the entry's time is the decision's, so it is not after the write but for clock
 * differences), whether with a key of its own or with a person's, and an approval of a value that an agent wrote itself has to
 * come after that write.
 */
function approves(claim: LedgerClaim, change: FieldChange, ours: boolean): boolean {
  if (claim.introduced !== 'trusted') return false;
  return ours ? claim.entry.at <= change.at + CLOCKS_DIFFER_MS : claim.entry.at >= change.at;
}
