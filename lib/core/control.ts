/**
 * The control record: one record of an account whose ledger field holds the team file, so that a new machine needs no more than
 * its address. It is no ledger and a ledger is none; whoever reads one as the other finds nothing.
 *
 * An agent can write that field as well, so what stands there counts only if the field's own history says that somebody wrote it
 * who is neither an agent nor unmapped. Pure.
 */
import * as v from 'valibot';
import { writerAttribution } from './attribution';
import type { Who } from './details';
import { canonicalJson } from './ids';
import { type Introduction, isLedger, LEDGER_CHARS, trustBy } from './ledger';
import type { Problem } from './problem';
import { type TeamFile, TeamFileSchema } from './team';
import type { Crm, FieldChange, FieldHistory, RecordRef } from './types';

const SCHEMA = 'countersign/control';

/** What a record is called that Countersign makes, in every language, so that colleagues find it. */
export const CONTROL_NAME = 'Countersign control record';

/** Stands for every agent. */
export const EVERY_AGENT = '*';

const PauseSchema = v.object({
  /** An agent's name, or `*` for every agent. */
  what: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  /** Who asked for it. */
  by: v.pipe(v.string(), v.maxLength(200)),
  /** Epoch ms, CRM time. */
  since: v.pipe(v.number(), v.integer()),
});

export type Pause = v.InferOutput<typeof PauseSchema>;

/** The ledger field's value of a control record. What later versions add is kept as it is. */
export const ControlSchema = v.looseObject({
  schema: v.literal(SCHEMA),
  v: v.literal(1),
  team: TeamFileSchema,
  /** Who saved it, by their own word: where a team shares a key the CRM names nobody. */
  by: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** What agents should leave alone until it is gone from here. */
  paused: v.pipe(v.array(PauseSchema), v.maxLength(100)),
});

/** What a team agrees on in its control record. */
export interface Agreed {
  team: TeamFile;
  paused: Pause[];
}

export interface Control extends Agreed {
  by: string | null;
  /** All of it, with what this version does not know. */
  whole: Record<string, unknown>;
  /** True where a later version has said something in the team file that this one would lose by writing it. */
  newer: boolean;
}

/** Why a field's value is not a control record's: nothing, a record's ledger, something else, a shape that cannot be read, another account's. */
export const NO_CONTROL = ['empty', 'ledger', 'other', 'shape', 'account'] as const;
export type NoControl = (typeof NO_CONTROL)[number];

/** Reads what stands in the ledger field of a record. */
export function parseControl(
  text: string | null | undefined,
  expected: { crm: Crm; account: string },
): { ok: true; control: Control } | { ok: false; why: NoControl; detail: string } {
  if (!text) return { ok: false, why: 'empty', detail: '' };
  if (isLedger(text)) return { ok: false, why: 'ledger', detail: '' };
  const json = jsonOf(text);
  if (json?.schema !== SCHEMA) return { ok: false, why: 'other', detail: '' };
  const parsed = v.safeParse(ControlSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return { ok: false, why: 'shape', detail: `${v.getDotPath(issue) ?? ''}: ${issue.message}` };
  }
  const { team, paused, by = null } = parsed.output;
  if (team.crm !== expected.crm || team.account !== expected.account) {
    return { ok: false, why: 'account', detail: `${team.crm} ${team.account}` };
  }
  return { ok: true, control: { team, paused, by, whole: json, newer: saysMore(json.team, team) } };
}

function jsonOf(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** True where a value has a member that its parsed form has lost. */
function saysMore(raw: unknown, parsed: unknown): boolean {
  if (raw === null || typeof raw !== 'object' || parsed === null || typeof parsed !== 'object') return false;
  return Object.entries(raw).some(([key, value]) =>
    key in parsed ? saysMore(value, (parsed as Record<string, unknown>)[key]) : true,
  );
}

/**
 * The text to write.
 * @param before what stood there and could be believed, whose other members stay
 * @param by who saves it
 */
export function controlText(before: Control | null, { team, paused }: Agreed, by: string): string {
  return JSON.stringify({ ...before?.whole, schema: SCHEMA, v: 1, by, team, paused });
}

/** The characters a control record may have. @param maxLength of the field, where the CRM says so */
export function controlRoom(crm: Crm, maxLength: number | undefined): number {
  return Math.min(LEDGER_CHARS[crm], maxLength ?? LEDGER_CHARS[crm]);
}

/** True where both say the same, whatever else stands beside it. */
export function sameAgreed(one: Agreed, other: Agreed): boolean {
  return canonicalJson([one.team, one.paused]) === canonicalJson([other.team, other.paused]);
}

/**
 * What both sides can say next: of team file and pauses each, the one that somebody changed since both said the same.
 * @param base what both said last; `null` where they never did
 * @returns `null` where both changed the same thing, and a person has to say which
 */
export function mergeAgreed(base: Agreed | null, mine: Agreed, theirs: Agreed): Agreed | null {
  const team = merged(base?.team, mine.team, theirs.team);
  const paused = merged(base?.paused, mine.paused, theirs.paused);
  return team && paused && { team, paused };
}

function merged<T>(base: T | undefined, mine: T, theirs: T): T | null {
  const [was, here, there] = [base, mine, theirs].map(canonicalJson);
  if (here === there || (base !== undefined && there === was)) return mine;
  return base !== undefined && here === was ? theirs : null;
}

/**
 * The row that put a text into a field: the newest one, unless history and value were read at different moments.
 * @param modified when the record was modified last as the text was read, epoch ms, CRM time
 */
export function writerOf(text: string | null, history: FieldHistory | undefined, modified: number): FieldChange | null {
  const [row] = history?.changes ?? [];
  if (!row) return null;
  const wrote = row.to === undefined ? row.at <= modified : (row.to ?? '') === (text ?? '');
  return wrote ? row : null;
}

/** Whether what a row wrote may be believed: by the word of a team file, its writer is neither an agent nor unmapped. */
export function believed(row: FieldChange | null, team: TeamFile): Introduction {
  return row ? trustBy((writer) => writerAttribution(team, writer))(row.writer) : 'unreadable';
}

/** The pauses with one more, or without it. */
export function withPause(paused: readonly Pause[], pause: Pause, on: boolean): Pause[] {
  const others = paused.filter(({ what }) => what !== pause.what);
  return on ? [...others, pause] : others;
}

/** Why the control record and this browser do not say the same. Until they do, what was agreed last stays in use. */
export type ControlTrouble =
  /** Its last writer is an agent or nobody the team knows. */
  | { kind: 'changedBy'; who: Who; why: 'agent' | 'unmapped'; at: number }
  /** The CRM's history does not tell who wrote it. */
  | { kind: 'unverified' }
  /** Somebody changed it while something was changed here, too. */
  | { kind: 'conflict'; who: Who; at: number }
  /** What stands there is no team file of this account. */
  | { kind: 'notControl'; why: NoControl; detail: string; who: Who | null }
  | { kind: 'noField' }
  | { kind: 'readOnly' }
  /** The team file is longer than the field. */
  | { kind: 'full'; chars: number; room: number }
  /** A later version of Countersign has written it: it is used, and not written from here. */
  | { kind: 'newer' }
  | { kind: 'problem'; problem: Problem };

/** What the options show of an account's control record. */
export interface ControlInfo {
  record: { ref: RecordRef; title: string; url: string } | null;
  /** True for a record that Countersign made. */
  made: boolean;
  /** The kind of record that Countersign makes. */
  kind: string;
  /** Whether it holds what this browser uses. */
  agreed: boolean;
  /** When it was last looked at; epoch ms, machine clock. */
  lookedAt: number | null;
  paused: Pause[];
  trouble: ControlTrouble | null;
  /** Characters that would be written, and how many the field takes. */
  chars: number;
  room: number;
  /** The text that would be written. */
  text: string;
  /** Names what the last look found, so that nothing else is decided on in its place. */
  seen: string;
}

/** What was found in a record that somebody wants to use. */
export type ControlPreview = {
  ref: RecordRef;
  title: string;
  /** Names what was found, so that nothing else is accepted in its place. */
  seen: string;
} & (
  | {
      kind: 'theirs';
      /** Who wrote it, by the CRM's word, and what the team file itself calls that writer. */
      who: Who;
      calls: string | null;
      at: number;
      hash: string;
      team: TeamFile;
      paused: Pause[];
    }
  /** Its ledger field is empty: this browser's team file would go there. */
  | { kind: 'empty' }
  | { kind: 'trouble'; trouble: ControlTrouble }
);
