/**
 * The team file: what a team has said about its account. One JSON, exported, imported and shared as it is.
 * Nothing in it is assumed: a writer that is not listed keeps what the CRM's own documentation makes of it.
 */
import * as v from 'valibot';
import { canonicalJson, sha256 } from './ids';
import { CRMS } from './types';

/** `own` is Countersign's own key: its rows are read together with the ledger. */
export const ROLES = ['person', 'agent', 'automation', 'own', 'unknown'] as const;
export type Role = (typeof ROLES)[number];

const wholeNumber = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));

const WriterEntry = v.object({
  /** The writer's key, e.g. `app:5671234`. */
  key: text(200),
  role: v.picklist(ROLES),
  /** What people call it; for agents the agent's name. */
  name: text(120),
  /** Agents that can act with this person's own login, so that the CRM shows their changes as the person's. */
  actedBy: v.optional(v.pipe(v.array(text(120)), v.maxLength(20))),
  /** Who listed it and when (epoch ms). */
  by: v.optional(text(120)),
  at: v.optional(v.number()),
});

const StampEntry = v.object({
  /** The writer whose rows are told apart by a stamp, e.g. a token that two tools share. */
  writer: text(200),
  /** The field that the agent stamps, e.g. `last_modified_by_agent`. */
  field: text(200),
  /** Which stamped value means which agent; `*` stands for any value, for fields such as a run id that only one agent writes. */
  agents: v.array(v.object({ value: text(200), name: text(120) })),
});

/** The least and the most that a team may say. */
export const POLICY_LIMITS = { batch: [5, 50], share: [1, 50], standDays: [1, 365] } as const;

/** What the team wants otherwise than the product has it. */
export const PolicySchema = v.object({
  /** Suggestions in a day's batch of the review queue. */
  batch: v.optional(wholeNumber(...POLICY_LIMITS.batch)),
  /** Per cent of the account's daily requests that looking for changes may use. */
  share: v.optional(wholeNumber(...POLICY_LIMITS.share)),
  /** Days after which an agent's value that somebody saw counts as approved. */
  standDays: v.optional(wholeNumber(...POLICY_LIMITS.standDays)),
});

export const TeamFileSchema = v.object({
  schema: v.literal('countersign/team-file'),
  v: v.literal(1),
  crm: v.picklist(CRMS),
  account: text(64),
  writers: v.pipe(v.array(WriterEntry), v.maxLength(5000)),
  stamps: v.pipe(v.array(StampEntry), v.maxLength(100)),
  /** The team's own names for the fields Countersign uses, where they differ from the convention in `staging.ts`. */
  fields: v.object({
    ledger: v.optional(text(200)),
    metadata: v.optional(text(200)),
    count: v.optional(text(200)),
    /** The field in which the team's agents stamp who wrote last, and what stands there once a person approved an agent's value. */
    tag: v.optional(v.object({ field: text(200), approved: text(200) })),
    /** A field's proposed value stands in the field `in`. */
    staging: v.optional(
      v.pipe(v.array(v.object({ object: text(100), field: text(200), in: text(200) })), v.maxLength(1000)),
    ),
  }),
  /** Where the team signs in and with which of its apps, for CRMs that have a sign-in; no secret is part of it. */
  signIn: v.optional(v.object({ host: text(253), clientId: text(300) })),
  policy: v.optional(PolicySchema),
});

export type TeamFile = v.InferOutput<typeof TeamFileSchema>;
export type WriterEntry = v.InferOutput<typeof WriterEntry>;
export type StampEntry = v.InferOutput<typeof StampEntry>;

/** A team file that says nothing yet. */
export function emptyTeamFile(crm: TeamFile['crm'], account: string): TeamFile {
  return { schema: 'countersign/team-file', v: 1, crm, account, writers: [], stamps: [], fields: {} };
}

/**
 * Reads a team file from text somebody chose.
 * @returns the file, or the reason it cannot be used: `json` (not JSON), `shape` (not a team file; `detail` says where), `account` (another account's).
 */
export function parseTeamFile(
  source: string,
  expected: { crm: TeamFile['crm']; account: string },
): { ok: true; file: TeamFile } | { ok: false; why: 'json' | 'shape' | 'account'; detail: string } {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    return { ok: false, why: 'json', detail: error instanceof Error ? error.message : String(error) };
  }
  const parsed = v.safeParse(TeamFileSchema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return { ok: false, why: 'shape', detail: `${v.getDotPath(issue) ?? 'file'}: ${issue.message}` };
  }
  const file = parsed.output;
  if (file.crm !== expected.crm || file.account !== expected.account) {
    return { ok: false, why: 'account', detail: `${file.crm} ${file.account}` };
  }
  return { ok: true, file };
}

/** What a team file somebody chose says about signing in, before any account is known; `null` where it says nothing. */
export function signInOf(source: string, crm: TeamFile['crm']): TeamFile['signIn'] | null {
  try {
    const parsed = v.safeParse(TeamFileSchema, JSON.parse(source));
    return (parsed.success && parsed.output.crm === crm && parsed.output.signIn) || null;
  } catch {
    return null;
  }
}

/** The hash that tells whether two browsers use the same team file: sha256 of its canonical JSON, hexadecimal. */
export function teamFileHash(file: TeamFile): Promise<string> {
  return sha256(canonicalJson(file));
}

/** The file with one writer's entry added or replaced. Entries stay sorted by key, so that equal files have equal hashes. */
export function withWriter(file: TeamFile, entry: WriterEntry): TeamFile {
  const others = file.writers.filter((w) => w.key !== entry.key);
  return { ...file, writers: [...others, entry].sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

/** The file with one shared writer's stamp rule added or replaced; a rule without agents is removed. */
export function withStamp(file: TeamFile, entry: StampEntry): TeamFile {
  const others = file.stamps.filter((s) => s.writer !== entry.writer || s.field !== entry.field);
  const stamps = entry.agents.length === 0 ? others : [...others, entry];
  return { ...file, stamps: stamps.sort((a, b) => (`${a.writer}${a.field}` < `${b.writer}${b.field}` ? -1 : 1)) };
}

/** The file with the team's own policy; one that says nothing is left out, so that equal files have equal hashes. */
export function withPolicy(file: TeamFile, policy: NonNullable<TeamFile['policy']>): TeamFile {
  const { policy: _, ...rest } = file;
  return Object.keys(policy).length > 0 ? { ...rest, policy } : rest;
}

/** The file with the attribution tag set, or without one. */
export function withTag(file: TeamFile, tag: TeamFile['fields']['tag'] | null): TeamFile {
  const { tag: _, ...fields } = file.fields;
  return { ...file, fields: tag ? { ...fields, tag } : fields };
}
