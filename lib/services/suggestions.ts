/** A record's suggestions: what pages and cards are told of them. */
import { writerAttribution } from '../core/attribution';
import type { Decision } from '../core/decisions';
import { parseLedger } from '../core/ledger';
import { STAND_DAYS } from '../core/standing';
import type { SuggestionDetails } from '../core/suggestionDetails';
import {
  currentValue,
  EXPIRE_AFTER_MS,
  entryFor,
  isWaiting,
  type NativeSuggestion,
  namesOf,
  readSuggestions,
  type Suggestion,
  type SuggestionList,
} from '../core/suggestions';
import type { PageRef } from '../core/types';
import { canBeEmpty, fitValue, kindOf, optionsFor } from '../core/values';
import type { ViewSuggestion } from '../core/view';
import type { FieldMeta } from '../crm/contract';
import { ApiProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { chipWords } from '../i18n/markWords';
import { translate } from '../i18n/translate';
import { resolveRecord } from './accounts';
import { nameOf, whoOf } from './names';
import { type Known, know } from './reading';
import { issueToken } from './tokens';
import { showValue } from './values';

/** More options than this are searched by typing, and a field rarely has them. */
const OPTIONS = 1000;

export interface Words {
  yes: string;
  no: string;
}

/** What agents propose for a record, by what was read of it. */
export async function suggestionsOf(known: Known): Promise<SuggestionList> {
  const { snapshot, staging, team, people, fields } = known;
  const byName = new Map(fields.map((field) => [field.name, field]));
  return readSuggestions({
    ref: snapshot.ref,
    values: snapshot.values,
    histories: snapshot.histories,
    staging,
    native: nativeIn(known),
    ledger: staging.ledger ? [...parseLedger(snapshot.values.get(staging.ledger)).values()] : [],
    now: known.asOf,
    fit: (field, value) => fitValue(byName.get(field), field, value, { values: snapshot.values, people }),
    agentOf(history) {
      const writer = history.changes[0]?.writer;
      const listed = writer && team.writers.find((entry) => entry.key === writer.key && entry.role === 'agent');
      if (writer && listed) return { name: listed.name, key: writer.key };
      if (writer?.kind !== 'vendorAgent') return null;
      const who = nameOf(writer, team, people);
      return 'name' in who ? { name: who.name, key: writer.key } : null;
    },
  });
}

/** True where what was decided stands there as a suggestion; metadata that names no field, beside what came there since. */
export async function isProposed(
  { field, staged }: Pick<Decision, 'field' | 'staged'>,
  known: Known,
): Promise<boolean> {
  const { suggestions } = await suggestionsOf(known);
  return suggestions.some((one) => one.field === field && (one.value === staged || one.why === 'nameless'));
}

/** What the CRM's own agent proposes, under the name that the team has for it. */
export function nativeIn({ snapshot, team, people }: Known): NativeSuggestion[] {
  return (snapshot.native ?? []).map(({ writer, ...one }) => {
    const who = nameOf(writer, team, people);
    return { ...one, agent: 'name' in who ? who.name : '' };
  });
}

/** The metadata that goes with a suggestion, as it stands there. */
export async function metadataEntryOf(
  { staging, snapshot }: Known,
  { field, value, source }: Suggestion,
): Promise<unknown> {
  return staging.metadata && source.kind !== 'native'
    ? entryFor(snapshot.values.get(staging.metadata), field, await namesOf(value))
    : undefined;
}

/** How a value of a record is shown to people. */
export function shownIn(known: Known, field: FieldMeta | undefined, language: string, words: Words) {
  const { snapshot, people, connection } = known;
  const currency = (field?.currencyField && snapshot.values.get(field.currencyField)) || connection.currency;
  const context = { people, currency, language, ...words };
  const current = field && snapshot.values.get(field.name);
  // Names are those of the records that the fields name now; another record's is not known.
  return (value: string | null) =>
    showValue(field, value, value === current ? { ...context, names: snapshot.names } : context);
}

/** What a page shows of the suggestions that wait, by field. */
export function viewSuggestions(
  known: Known,
  list: readonly Suggestion[],
  language: string,
  words: Words,
): Map<string, ViewSuggestion> {
  const views = new Map<string, ViewSuggestion>();
  for (const suggestion of list) {
    if (!isWaiting(suggestion)) continue;
    const { field, to, value, state, agent, confidence, id } = suggestion;
    const meta = known.fields.find((one) => one.name === field);
    const said = shownIn(known, meta, language, words)(to ?? value)?.slice(0, 200) ?? null;
    views.set(field, {
      id,
      value: said ?? translate('value.empty'),
      state,
      sensitive: isSensitive(meta),
      words: chipWords(meta?.label ?? field, said, agent, confidence),
    });
  }
  return views;
}

/** By default stage, amount and owner: what feeds forecasts, commissions and who works on it. */
export function isSensitive(meta: FieldMeta | undefined): boolean {
  if (meta === undefined) return false;
  return meta.isUser || meta.pipelineField !== undefined || meta.currencyField !== undefined || meta.sensitive === true;
}

/**
 * Everything the card shows of the suggestion for a field.
 * @returns `null` where nothing is proposed for it any more
 */
export async function suggestionDetails(
  page: PageRef,
  field: string,
  tab: number | null,
  language: string,
  words: Words,
): Promise<SuggestionDetails | null> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) throw new ApiProblem({ kind: 'signedOut' });
  const { connection, ref } = resolved;
  const known = await know(connection, ref, 'stored', language);
  const list = await suggestionsOf(known);
  const suggestion = list.suggestions.find((one) => one.field === field);
  if (!suggestion) return null;
  return detailsOf(known, suggestion, page, tab, language, words);
}

/** @param tab the tab whose record it is, where the card is framed in one; the token is good there alone */
export async function detailsOf(
  known: Known,
  suggestion: Suggestion,
  page: PageRef,
  tab: number | null,
  language: string,
  words: Words,
): Promise<SuggestionDetails> {
  const { connection, snapshot, fields, people } = known;
  const { ref } = snapshot;
  const { field } = suggestion;
  const meta = fields.find((one) => one.name === field);
  const show = shownIn(known, meta, language, words);
  const seen = currentValue(suggestion, snapshot.values);
  const attribution = known.attributions.get(field);
  const approvable = suggestion.state === 'open' || suggestion.state === 'stale';
  const currency = (meta?.currencyField && snapshot.values.get(meta.currencyField)) || connection.currency;
  return {
    crm: ref.crm,
    crmName: API_SIDES[ref.crm].name,
    account: ref.account,
    object: ref.object,
    record: snapshot.title,
    field,
    label: meta?.label ?? field,
    suggestion,
    from: show(seen),
    to: show(suggestion.to ?? suggestion.value),
    base: suggestion.base === undefined || suggestion.base?.startsWith('sha256:') ? undefined : show(suggestion.base),
    also: suggestion.also.map(({ agent, value }) => ({ agent, value: show(value) })),
    nowBy: attribution?.change ? whoOf(attribution, known) : null,
    nowAt: attribution?.change?.at ?? null,
    sensitive: isSensitive(meta),
    edit:
      meta &&
      !meta.readOnly &&
      suggestion.why !== 'nameless' &&
      suggestion.why !== 'noLedger' &&
      !['rich', 'reference'].includes(kindOf(meta))
        ? editOf()
        : null,
    packet: JSON.stringify(packetOf(known, suggestion, meta), null, 2),
    token: await issueToken({
      page,
      ref,
      field,
      suggestion: suggestion.id,
      seen,
      ...(approvable ? { to: suggestion.to } : {}),
      tab,
    }),
    asOf: known.asOf,
    offset: known.offset,
  };

  function editOf(): SuggestionDetails['edit'] {
    if (!meta) return null;
    const owner = (keys: readonly string[]) => keys.find((key) => key.startsWith('owner:'))?.slice('owner:'.length);
    const options = meta.isUser
      ? people
          .filter((p) => p.active)
          .flatMap((p) => {
            const value = owner(p.keys);
            return value ? [{ value, label: p.name }] : [];
          })
      : optionsFor(meta, snapshot.values).map(({ value, label }) => ({ value, label }));
    return {
      kind: meta.isUser ? 'option' : kindOf(meta),
      options: options.slice(0, OPTIONS),
      seen,
      proposed: suggestion.to,
      empties: canBeEmpty(meta, snapshot.values),
      ...(currency ? { currency } : {}),
      ...(meta.maxLength ? { maxLength: meta.maxLength } : {}),
    };
  }
}

const DAY_MS = 86_400_000;
/** Rows of a field's history in a packet. */
const ROWS = 20;

/** A suggestion with everything around it: record, field, base, history, policy and past decisions. */
function packetOf(known: Known, suggestion: Suggestion, meta: FieldMeta | undefined) {
  const { snapshot, staging, team } = known;
  const { field, also: _also, ...proposed } = suggestion;
  const ledger = staging.ledger ? [...parseLedger(snapshot.values.get(staging.ledger)).values()] : [];
  return {
    v: 1,
    record: { ...snapshot.ref, name: snapshot.title },
    field: {
      name: field,
      label: meta?.label ?? field,
      kind: meta?.kind ?? null,
      sensitive: isSensitive(meta),
      readOnly: meta?.readOnly ?? null,
      canBeEmpty: meta ? canBeEmpty(meta, snapshot.values) : null,
    },
    // What it takes until the value is written: a person decides each, in time.
    policy: { mode: 'review', expireDays: EXPIRE_AFTER_MS / DAY_MS, standDays: team.policy?.standDays ?? STAND_DAYS },
    value: snapshot.values.get(field) ?? null,
    suggestion: proposed,
    history: (snapshot.histories.get(field)?.changes ?? []).slice(0, ROWS).map(({ from, to, at, writer }) => ({
      from,
      to,
      at,
      writer: writer.key,
      attribution: writerAttribution(team, writer),
    })),
    decisions: ledger.filter((entry) => entry.field === field),
  };
}
