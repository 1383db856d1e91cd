/**
 * The set-up of staging: which fields are to be created for which choices, under which names, and what undo may take back.
 *
 * A plan is made from what a person chose and the fields there are; nothing in it is remembered between two plans. What the
 * wizard has created is kept in a `StagingRun`, before and after every step, so that it can go on wherever it was stopped and
 * undo touches nothing that was there before. Pure.
 */
import { foldLabel, type ValueKind } from './agreement';
import type { Problem } from './problem';
import {
  isStaging,
  type NamedField,
  STAGING_PARTS,
  type Staging,
  stagingName,
  stagingOf,
  stagingPartName,
} from './staging';
import type { TeamFile } from './team';
import type { Crm } from './types';
import { kindOf, type RichValue } from './values';

export type StagingPart = (typeof STAGING_PARTS)[number];

/** `visible`: a staging field for each chosen field beside the three of the object; `compact`: those three only. */
export const LAYOUTS = ['visible', 'compact'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What a field to be created holds: a short text, a long one, a whole number. */
export type FieldSort = 'line' | 'text' | 'number';

const PART_SORTS: Record<StagingPart, FieldSort> = { metadata: 'text', count: 'number', ledger: 'text' };
/** A text field that is not known to be longer is a short one. */
const LINE_CHARS = 255;
/** Fields that stand before all others in the list. */
const SUGGESTED = 12;

/** A field as far as the wizard has to know it. */
export interface WizardField extends NamedField {
  kind: ValueKind;
  /** How a value is written where `kind` does not say it; without it one of the kind `rich` cannot be. */
  writes?: RichValue;
  readOnly: boolean;
  maxLength?: number;
  /** A raw value that the field would take, where one is known. */
  sample: string | null;
}

export interface WizardObject {
  object: string;
  /** `null` where the credential may not read the object; `missing` names the right. */
  fields: WizardField[] | null;
  missing?: string;
}

/** What a person chose. Names are API names; a CRM that names fields itself has only those of fields it has already. */
export interface Choices {
  layout: Layout;
  objects: { object: string; fields: string[] }[];
  /** Staging fields by the fields they are for, where a person typed or picked another than the proposed one. */
  names: { object: string; field: string; name: string }[];
  /** The same for the three fields that every object has; one name for all objects. */
  parts: Partial<Record<StagingPart, string>>;
}

export const NO_CHOICES: Choices = { layout: 'visible', objects: [], names: [], parts: {} };

/** One field that staging needs. */
export interface PlanItem {
  object: string;
  part: StagingPart | 'field';
  /** The field whose proposed values it holds. */
  field: string | null;
  fieldLabel: string | null;
  /** Its API name; the label where the CRM names it and it does not exist yet. */
  name: string;
  label: string;
  sort: FieldSort;
  exists: boolean;
  /** True where another object's field is this one as well, and is created for that one. */
  shared: boolean;
}

// ── Which fields ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What people guard most, in this order: the words in names or labels that tell it. */
const RANKS: readonly RegExp[] = [
  /stage|phase/,
  /\bamount\b|\bvalue\b|\bbetrag\b/,
  /clos(e|ing) ?date|expected close/,
  /\bowner/,
  /\butm\b|source|campaign/,
];

/** How early a field is suggested, 0 first; `null` for one that is not. */
export function suggestionRank(field: Pick<WizardField, 'name' | 'label' | 'kind'>): number | null {
  const words =
    `${field.name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_.]+/g, ' ')} | ${field.label}`.toLowerCase();
  const rank = RANKS.findIndex((pattern) => pattern.test(words));
  if (rank >= 0) return rank;
  return field.kind === 'option' || field.kind === 'options' ? RANKS.length : null;
}

/** The fields of an object that can be proposed: writable, comparable, and not staging themselves. The most guarded ones first. */
export function choosable(
  crm: Crm,
  object: string,
  fields: readonly WizardField[],
  team: TeamFile,
): { suggested: WizardField[]; others: WizardField[] } {
  const staging = stagingOf(crm, object, fields, team);
  const may = fields.filter(
    (one) => !one.readOnly && (one.kind !== 'rich' || one.writes) && !isStaging(staging, one.name),
  );
  const byLabel = (a: WizardField, b: WizardField) => a.label.localeCompare(b.label) || (a.name < b.name ? -1 : 1);
  const ranked = may
    .map((field) => ({ field, rank: suggestionRank(field) }))
    .filter((one): one is { field: WizardField; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank || byLabel(a.field, b.field));
  const suggested = ranked.slice(0, SUGGESTED).map(({ field }) => field);
  return { suggested, others: may.filter((field) => !suggested.includes(field)).sort(byLabel) };
}

const SAMPLES: Partial<Record<ValueKind | RichValue, string>> = {
  text: 'New value',
  phone: '+1 555 0100',
  number: '1500',
  date: '2026-12-31',
  time: '09:30:00',
  bool: 'true',
};

/** A value to show the use of a field with; `null` for one that nobody can guess. */
export function sampleOf(
  field: Pick<WizardField, 'kind' | 'writes'> & { options: readonly { value: string }[] },
): string | null {
  return field.options[0]?.value ?? SAMPLES[kindOf(field)] ?? null;
}

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether people can choose a new field's API name; Pipedrive makes its own, and a label tells the field. */
export function choosesNames(crm: Crm): boolean {
  return crm !== 'pipedrive';
}

const PIPEDRIVE_CODE = /^[\da-f]{40}$/;

/** What people know a field by: its API name, on Pipedrive its label. */
export function knownAs({ name, label }: NamedField): string {
  return PIPEDRIVE_CODE.test(name) ? label : name;
}

/** Why a name cannot be used. */
export type NameProblem = 'empty' | 'long' | 'start' | 'characters' | 'ending' | 'reserved' | 'twice' | 'kind';

const NAME_CHARS = { hubspot: 100, salesforce: 40, pipedrive: 255 };

/** Whether a name can be given to a new field, by the CRM's own rules; `null` where it can. */
export function newNameProblem(crm: Crm, name: string): NameProblem | null {
  if (name === '') return 'empty';
  if (crm === 'pipedrive') return name.length > NAME_CHARS.pipedrive ? 'long' : null;
  if (crm === 'hubspot') {
    if (!/^[a-z]/.test(name)) return 'start';
    if (!/^[a-z0-9_]*$/.test(name)) return 'characters';
    if (name.startsWith('hs_')) return 'reserved';
    return name.length > NAME_CHARS.hubspot ? 'long' : null;
  }
  if (!name.endsWith('__c')) return 'ending';
  const base = name.slice(0, -'__c'.length);
  if (!/^[A-Za-z]/.test(base)) return 'start';
  if (!/^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$/.test(base)) return 'characters';
  return base.length > NAME_CHARS.salesforce ? 'long' : null;
}

/** A name as the CRM compares it: Salesforce's differ in more than their case. */
function folded(crm: Crm, name: string): string {
  return crm === 'hubspot' ? name : crm === 'salesforce' ? name.toLowerCase() : foldLabel(name);
}

/** The field that a name means; on Pipedrive a label means a field as well. */
function fieldNamed<F extends NamedField>(crm: Crm, fields: readonly F[], name: string): F | undefined {
  const wanted = folded(crm, name);
  return fields.find((one) => one.name === name || folded(crm, crm === 'pipedrive' ? one.label : one.name) === wanted);
}

/** The nearest name that the CRM takes and nothing has yet. */
function freeName(crm: Crm, wanted: string, taken: (name: string) => boolean): string {
  for (let n = 1; ; n++) {
    const name = tidy(crm, wanted, n === 1 ? '' : String(n));
    if (!taken(name)) return name;
  }
}

function tidy(crm: Crm, wanted: string, ending: string): string {
  if (crm === 'pipedrive') return ending ? `${wanted} (${ending})` : wanted;
  const limit = NAME_CHARS[crm] - (ending ? ending.length + 1 : 0);
  const words = crm === 'hubspot' ? wanted.toLowerCase() : wanted.replace(/__c$/, '');
  const base = words
    .replace(/[^A-Za-z0-9]+/g, '_')
    .slice(0, limit)
    .replace(/^_+|_+$/g, '');
  return `${base}${ending ? `_${ending}` : ''}${crm === 'salesforce' ? '__c' : ''}`;
}

/** What a field holds that takes another's proposed values. */
function sortFor(field: WizardField): FieldSort {
  return field.kind === 'text' && (field.maxLength ?? 0) > LINE_CHARS ? 'text' : 'line';
}

/** Whether an existing field can hold what a staging field would. `target` is the field whose values it takes. */
function fits(sort: FieldSort, candidate: WizardField, target: WizardField | null): boolean {
  if (candidate.readOnly || candidate.kind === 'rich' || candidate.name === target?.name) return false;
  if (sort === 'number') return candidate.kind === 'number';
  if (sort === 'text') {
    return candidate.kind === 'text' && (candidate.maxLength === undefined || candidate.maxLength > LINE_CHARS);
  }
  return candidate.kind === 'text' || candidate.kind === target?.kind;
}

/** Existing fields that a person could pick instead of a new one, those that sound like it first. */
export function pickable(
  crm: Crm,
  fields: readonly WizardField[],
  item: Pick<PlanItem, 'sort' | 'field'>,
): WizardField[] {
  const target = fields.find(({ name }) => name === item.field) ?? null;
  // Pipedrive's own fields are written by Pipedrive's rules; a team's have its codes.
  const own = (one: WizardField) => crm !== 'pipedrive' || PIPEDRIVE_CODE.test(one.name);
  const sounds = (one: WizardField) => (/suggest|propos|staging|\bai\b/i.test(`${one.name} ${one.label}`) ? 0 : 1);
  return fields
    .filter((one) => own(one) && fits(item.sort, one, target))
    .sort((a, b) => sounds(a) - sounds(b) || a.label.localeCompare(b.label));
}

/** The key of a name in `nameProblems`: one for each staging field, one for each of the three parts. */
export function nameKey(item: Pick<PlanItem, 'object' | 'part' | 'field'>): string {
  return item.part === 'field' ? `${item.object}/${item.field}` : item.part;
}

/** What is wrong with the names of a plan, by `nameKey`. */
export function nameProblems(
  crm: Crm,
  objects: readonly WizardObject[],
  team: TeamFile,
  items: readonly PlanItem[],
): Map<string, NameProblem> {
  const problems = new Map<string, NameProblem>();
  for (const { object, fields } of objects) {
    const own = items.filter((item) => item.object === object);
    if (!fields || own.length === 0) continue;
    const before = stagingOf(crm, object, fields, team).fields;
    for (const item of own) {
      const problem = problemOf(crm, fields, before, own, item);
      if (problem && !problems.has(nameKey(item))) problems.set(nameKey(item), problem);
    }
  }
  return problems;
}

function problemOf(
  crm: Crm,
  fields: readonly WizardField[],
  before: Staging['fields'],
  items: readonly PlanItem[],
  item: PlanItem,
): NameProblem | null {
  const existing = fieldNamed(crm, fields, item.name);
  const target = fields.find(({ name }) => name === item.field) ?? null;
  if (!existing) {
    const problem = newNameProblem(crm, item.name);
    if (problem) return problem;
  } else if (!fits(item.sort, existing, target)) return 'kind';
  const same = (other: PlanItem) => other !== item && folded(crm, other.name) === folded(crm, item.name);
  if (items.some(same)) return 'twice';
  const chosen = new Set(items.map(({ field }) => field));
  const other = [...before].find(([field, name]) => name === existing?.name && !chosen.has(field));
  return other ? 'twice' : null;
}

// ── Plan ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A lead of Pipedrive has the fields of a deal. */
const SAME_FIELDS: Partial<Record<Crm, Record<string, string>>> = { pipedrive: { lead: 'deal' } };

/** Every field that the choices need, object by object: the staging fields first, then the three of the object. */
export function planOf(crm: Crm, objects: readonly WizardObject[], team: TeamFile, choices: Choices): PlanItem[] {
  const items: PlanItem[] = [];
  for (const { object, fields } of objects) {
    const chosen = choices.objects.find((one) => one.object === object);
    if (!chosen || !fields) continue;
    const twin = SAME_FIELDS[crm]?.[object];
    const shared = (item: PlanItem) =>
      items.some((one) => one.object === twin && !one.exists && folded(crm, one.name) === folded(crm, item.name));
    const own = [
      ...(choices.layout === 'visible' ? fieldItems(crm, object, fields, team, choices, chosen.fields) : []),
      ...STAGING_PARTS.map((part) => partItem(crm, object, fields, team, choices, part)),
    ];
    items.push(...own.map((item) => (!item.exists && shared(item) ? { ...item, shared: true } : item)));
  }
  return items;
}

/** The message with the sentence that the CRM shows with a field. */
export function helpKey({ part }: Pick<PlanItem, 'part'>): `staging.help.${PlanItem['part']}` {
  return `staging.help.${part}`;
}

/** How many fields of a plan would be new to the account. */
export function newCount(items: readonly PlanItem[]): number {
  return items.filter(({ exists, shared }) => !exists && !shared).length;
}

function fieldItems(
  crm: Crm,
  object: string,
  fields: readonly WizardField[],
  team: TeamFile,
  choices: Choices,
  chosen: readonly string[],
): PlanItem[] {
  const before = stagingOf(crm, object, fields, team).fields;
  const parts = STAGING_PARTS.map((part) => folded(crm, partName(crm, team, choices, part)));
  const named = (field: string) => choices.names.find((one) => one.object === object && one.field === field)?.name;
  const targets = chosen.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  // What a person named comes first; what is proposed keeps clear of it.
  const taken = new Set([
    ...parts,
    ...targets.flatMap(({ name }) => named(name) ?? before.get(name) ?? []).map((name) => folded(crm, name)),
  ]);
  return targets.map((target): PlanItem => {
    const sort = sortFor(target);
    let name = named(target.name) ?? before.get(target.name);
    if (name === undefined) {
      name = freeName(crm, stagingName(crm, target), (one) => {
        return taken.has(folded(crm, one)) || fieldNamed(crm, fields, one) !== undefined;
      });
      taken.add(folded(crm, name));
    }
    const existing = fieldNamed(crm, fields, name);
    const label = crm === 'pipedrive' ? name : `AI suggested ${target.label}`;
    return {
      object,
      part: 'field',
      field: target.name,
      fieldLabel: target.label,
      name: existing?.name ?? name,
      label: existing?.label ?? label,
      sort,
      exists: existing !== undefined,
      shared: false,
    };
  });
}

function partItem(
  crm: Crm,
  object: string,
  fields: readonly WizardField[],
  team: TeamFile,
  choices: Choices,
  part: StagingPart,
): PlanItem {
  const name = partName(crm, team, choices, part);
  const existing = fieldNamed(crm, fields, name);
  return {
    object,
    part,
    field: null,
    fieldLabel: null,
    name: existing?.name ?? name,
    label: existing?.label ?? (crm === 'pipedrive' ? name : stagingPartName('pipedrive', part)),
    sort: PART_SORTS[part],
    exists: existing !== undefined,
    shared: false,
  };
}

/** The name of one of the three fields; on Pipedrive its label, because codes differ from object to object. */
function partName(crm: Crm, team: TeamFile, choices: Choices, part: StagingPart): string {
  return choices.parts[part] ?? team.fields[part] ?? stagingPartName(crm, part);
}

// ── Run ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `exists`: it was there before; `done`: the wizard created it. */
export type ItemState = 'waiting' | 'creating' | 'done' | 'exists' | 'failed' | 'forbidden';

export interface RunItem extends PlanItem {
  state: ItemState;
  /** It was not there and the CRM was asked to create it, whose answer is not known: if it is there now, it is ours. */
  asked?: true;
  problem?: Problem;
}

/** A field that the wizard has created. */
export interface Created extends Pick<PlanItem, 'object' | 'part' | 'field' | 'name' | 'label'> {
  /** What the team file said before about the field or part it is for. */
  before: string | null;
  /** A group of fields was made for it, which goes with it if nothing else is in there. */
  group?: true;
}

/** What the wizard is doing in an account, as it is kept. */
export interface StagingRun {
  layout: Layout;
  items: RunItem[];
  /** Everything it has created so far, in this run and in earlier ones, and not taken back. */
  created: Created[];
  /** Epoch ms, machine clock. */
  at: number;
}

/** A run for a plan; what an earlier one created stays known. */
export function beginRun(
  earlier: StagingRun | null,
  layout: Layout,
  items: readonly PlanItem[],
  at: number,
): StagingRun {
  const run = items.map((item): RunItem => ({ ...item, state: item.exists ? 'exists' : 'waiting' }));
  return { layout, items: run, created: earlier?.created ?? [], at };
}

/** True where nothing is left to be done. */
export function isComplete(run: StagingRun): boolean {
  return run.items.every(({ state }) => state === 'done' || state === 'exists');
}

/** The run with one item changed. */
export function withItem(run: StagingRun, item: RunItem, change: Partial<RunItem>): StagingRun {
  const { problem: _before, asked: _asked, ...rest } = item;
  const next: RunItem = { ...rest, ...change };
  return { ...run, items: run.items.map((one) => (sameItem(one, item) ? next : one)) };
}

/** The run after an item was created under a name. @param before what the team file said about it */
export function withCreated(
  run: StagingRun,
  item: RunItem,
  name: string,
  before: string | null,
  group?: true,
): StagingRun {
  const { object, part, field, label } = item;
  const done = withItem(run, item, { name, state: 'done', exists: true });
  const known = run.created.find((one) => part !== 'field' && one.part === part);
  const entry: Created = {
    object,
    part,
    field,
    name,
    label,
    before: known ? known.before : before,
    ...(group ? { group } : {}),
  };
  return { ...done, created: [...run.created, entry] };
}

/**
 * The run with what is known now that an object's fields were read anew: what was asked for and is there is ours, what was there
 * before or came from elsewhere is not, and what is not there can be tried again.
 */
export function settled(
  crm: Crm,
  run: StagingRun,
  object: string,
  fields: readonly NamedField[],
  team: TeamFile,
): StagingRun {
  return run.items
    .filter((item) => item.object === object && item.state !== 'done' && item.state !== 'exists')
    .reduce((now, item) => {
      const existing = fieldNamed(crm, fields, item.name);
      if (!existing) return withItem(now, item, { state: 'waiting' });
      if (item.asked) return withCreated(now, item, existing.name, saidBefore(team, item));
      return withItem(now, item, { name: existing.name, state: 'exists', exists: true });
    }, run);
}

/** After these nobody can tell whether the CRM has created the field or not. */
const UNSURE: readonly Problem['kind'][] = ['offline', 'timeout', 'server', 'unreadable'];

/** The run after the CRM did not create an item. Without the right to create one field of an object there is none for the others. */
export function withProblem(run: StagingRun, item: RunItem, problem: Problem): StagingRun {
  if (problem.kind !== 'forbidden') {
    const asked = UNSURE.includes(problem.kind) ? ({ asked: true } as const) : {};
    return withItem(run, item, { state: 'failed', problem, ...asked });
  }
  return run.items
    .filter((one) => one.object === item.object && one.state !== 'done' && one.state !== 'exists')
    .reduce((now, one) => withItem(now, one, { state: 'forbidden', problem }), run);
}

/** True where the account's plan has no room for more fields, as far as the CRM's words tell. */
export function isCap(problem: Problem | undefined): boolean {
  if (problem?.kind !== 'refused' && problem?.kind !== 'forbidden') return false;
  return /feature_capping|limit|maximum|quota|too many/i.test(problem.message ?? '');
}

function sameItem(a: PlanItem, b: PlanItem): boolean {
  return a.object === b.object && a.part === b.part && a.field === b.field;
}

// ── Team file ───────────────────────────────────────────────────────────────────────────────────────────────────────

type Named = Pick<PlanItem, 'object' | 'part' | 'field' | 'name' | 'label'>;

/** What a team file says about the field or part that an item is for. */
export function saidBefore(team: TeamFile, item: Pick<PlanItem, 'object' | 'part' | 'field'>): string | null {
  if (item.part !== 'field') return team.fields[item.part] ?? null;
  return team.fields.staging?.find((one) => one.object === item.object && one.field === item.field)?.in ?? null;
}

/**
 * The team file with the name of a field that exists now: it is written down where the convention would not find it, and
 * forgotten where it would.
 * @param fields all fields of the object, the new one among them
 */
export function withName(crm: Crm, team: TeamFile, item: Named, fields: readonly NamedField[]): TeamFile {
  const without = said(team, item, null);
  const found = stagingOf(crm, item.object, fields, without);
  if (item.part === 'field') {
    return found.fields.get(item.field ?? '') === item.name ? without : said(team, item, item.name);
  }
  return found[item.part] === item.name ? without : said(team, item, crm === 'pipedrive' ? item.label : item.name);
}

/**
 * The team file after a created field was taken back: what it said before is said again, unless somebody has changed it since.
 * A part's name is every object's, so it stays as long as the wizard's field on another object has it.
 */
export function withoutName(crm: Crm, team: TeamFile, gone: Created, left: readonly Created[]): TeamFile {
  const name = gone.part !== 'field' && crm === 'pipedrive' ? gone.label : gone.name;
  if (saidBefore(team, gone) !== name) return team;
  if (gone.part !== 'field' && left.some(({ part }) => part === gone.part)) return team;
  return said(team, gone, gone.before);
}

function said(team: TeamFile, item: Pick<PlanItem, 'object' | 'part' | 'field'>, name: string | null): TeamFile {
  const { object, part, field } = item;
  if (part !== 'field') {
    const { [part]: _before, ...others } = team.fields;
    return { ...team, fields: name === null ? others : { ...others, [part]: name } };
  }
  const { staging = [], ...rest } = team.fields;
  const others = staging.filter((one) => one.object !== object || one.field !== field);
  const next = name === null || field === null ? others : [...others, { object, field, in: name }];
  // Equal files have equal hashes.
  next.sort((a, b) => (`${a.object}/${a.field}` < `${b.object}/${b.field}` ? -1 : 1));
  return { ...team, fields: next.length > 0 ? { ...rest, staging: next } : rest };
}

// ── Example ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const SALESFORCE_VERSION = 'v66.0';
const PIPEDRIVE_PATHS: Record<string, string> = {
  deal: 'api/v2/deals',
  person: 'api/v2/persons',
  organization: 'api/v2/organizations',
  lead: 'v1/leads',
};
/** Takes the place of the moment, which the shell fills in. */
const MOMENT = '@moment@';

/**
 * A field to show the example with: one whose staging field and a likely value are known, options first.
 * @param preferred names of fields that were just set up
 */
export function exampleField(
  fields: readonly WizardField[],
  staging: Staging,
  preferred: readonly string[],
): WizardField | null {
  const order = (one: WizardField) =>
    (preferred.includes(one.name) ? 0 : 4) + (one.kind === 'option' ? 0 : one.sample === null ? 2 : 1);
  const staged = fields.filter(({ name }) => staging.fields.has(name));
  return [...(staged.length > 0 ? staged : fields)].sort((a, b) => order(a) - order(b))[0] ?? null;
}

/**
 * A shell command with which an agent proposes a value. `RECORD_ID` and `$TOKEN` are the agent's to fill in.
 * @param apiHost origin of the account's API
 */
export function exampleOf(
  crm: Crm,
  apiHost: string,
  object: string,
  staging: Staging,
  field: Pick<WizardField, 'name' | 'sample'>,
): string {
  const value = field.sample ?? 'VALUE';
  const entry = {
    field: field.name,
    value,
    agent: 'Your agent',
    at: MOMENT,
    confidence: 0.8,
    reason: 'Why you propose it',
  };
  const staged = staging.fields.get(field.name);
  const values = {
    ...(staged ? { [staged]: value } : {}),
    ...(staging.metadata ? { [staging.metadata]: JSON.stringify({ v: 1, s: [entry] }) } : {}),
    ...(staging.count ? { [staging.count]: crm === 'hubspot' ? '1' : 1 } : {}),
  };
  const { path, header, body } = requestOf(crm, object, values);
  const lines = [
    `curl -X PATCH '${apiHost}/${path}/RECORD_ID' \\`,
    `  -H "${header}" -H 'Content-Type: application/json' \\`,
    `  -d @- <<JSON\n${heredoc(JSON.stringify(body, null, 2))}\nJSON`,
  ];
  return lines.join('\n');
}

function requestOf(crm: Crm, object: string, values: object): { path: string; header: string; body: object } {
  const bearer = 'Authorization: Bearer $TOKEN';
  if (crm === 'hubspot') return { path: `crm/v3/objects/${object}`, header: bearer, body: { properties: values } };
  if (crm === 'salesforce') {
    return { path: `services/data/${SALESFORCE_VERSION}/sobjects/${object}`, header: bearer, body: values };
  }
  const path = PIPEDRIVE_PATHS[object] ?? object;
  const body = object === 'lead' ? values : { custom_fields: values };
  return { path, header: 'x-api-token: $TOKEN', body };
}

/** Text as it has to stand in a shell's here-document, the moment it is run in place of `MOMENT`. */
function heredoc(text: string): string {
  return text.replace(/\\(?=[\\$`])|[$`]/g, '\\$&').replace(`\\"${MOMENT}\\"`, '$(date +%s)000');
}
