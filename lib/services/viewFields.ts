/** What a page needs of each field: what it should show, its mark and its suggestion. */
import { COMPARED_CHARS, type Expected } from '../core/agreement';
import { type FieldAttribution, markState } from '../core/attribution';
import { monthBeginnings } from '../core/months';
import type { TeamFile } from '../core/team';
import type { ViewField, ViewSuggestion } from '../core/view';
import type { FieldMeta, Person, RecordSnapshot } from '../crm/contract';
import { markWords } from '../i18n/markWords';
import { whoText } from '../i18n/who';
import { nameOf } from './names';
import type { IsFresh } from './seen';

/** Lists longer than this are not sent along: telling a wrong option from an unknown one is not worth the bytes. */
const OTHERS = 60;

/** @param when a time in words; epoch ms, CRM time */
export function viewFields(
  known: {
    fields: readonly FieldMeta[];
    snapshot: RecordSnapshot;
    attributions: ReadonlyMap<string, FieldAttribution>;
    people: readonly Person[];
    team: TeamFile;
  },
  isFresh: IsFresh,
  when: (at: number) => string,
  proposed: ReadonlyMap<string, ViewSuggestion> = new Map(),
): ViewField[] {
  const { snapshot, attributions, people, team } = known;
  return known.fields.map((meta) => {
    const attribution = attributions.get(meta.name);
    const state = attribution ? markState(attribution) : null;
    const field: ViewField = {
      name: meta.name,
      label: meta.label,
      expected: expectedOf(meta, snapshot, people),
      ...(meta.readOnly ? { readOnly: true } : {}),
    };
    const suggestion = proposed.get(meta.name);
    if (suggestion) field.suggestion = suggestion;
    if (!attribution || !state) return field;
    const { change, evidence } = attribution;
    const writer = change ? whoText(nameOf(change.writer, team, people, change.source.label)) : '';
    const at = change?.at ?? 0;
    const approver = evidence.kind === 'ledger' ? evidence.entry.by.name : undefined;
    const by = state === 'corrected' ? writer : approver;
    field.mark = {
      state,
      fresh: !!change && isFresh(meta.name, at),
      at,
      words: markWords(state, meta.label, attribution.agent ?? writer, by, when(at)),
    };
    return field;
  });
}

function expectedOf(meta: FieldMeta, snapshot: RecordSnapshot, people: readonly Person[]): Expected {
  const { kind, options } = meta;
  const value = snapshot.values.get(meta.name) ?? null;
  const text = kind === 'text' || kind === 'rich' || kind === 'phone';
  if (text && value && value.length > COMPARED_CHARS) {
    // In the form in which texts are compared: a cut between a letter and its accent would make another text of it.
    return { kind, value: value.normalize('NFKC').slice(0, COMPARED_CHARS), cut: true };
  }
  const expected: Expected = { kind, value };
  if (value && (kind === 'date' || kind === 'datetime')) expected.months = monthBeginnings(value);
  if (meta.isUser) {
    const owners = people.filter((p) => p.keys.some((k) => k.startsWith('owner:')));
    const own = owners.find((p) => value !== null && p.keys.includes(`owner:${value}`));
    if (own) expected.labels = [own.name];
    if (owners.length <= OTHERS) expected.others = owners.map((p) => p.name).filter((name) => name !== own?.name);
    return expected;
  }
  const named = kind === 'reference' ? snapshot.names?.get(meta.name) : undefined;
  if (named) expected.labels = [named];
  if (options.length === 0) return expected;
  const values = value === null ? [] : kind === 'options' ? value.split(';') : [value];
  const labels = options.filter((o) => values.includes(o.value)).map((o) => o.label);
  if (labels.length > 0) expected.labels = labels;
  if (kind !== 'options' && options.length <= OTHERS) {
    expected.others = options.filter((o) => !values.includes(o.value)).map((o) => o.label);
  }
  return expected;
}
