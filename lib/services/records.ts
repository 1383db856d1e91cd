/** What pages and cards are told of a record. */
import type { ShownRow } from '../core/aliases';
import { markState, writerAttribution } from '../core/attribution';
import type { FieldDetails, LastEdit, PastChange, PastDecision } from '../core/details';
import { EXPLAINED, isCorrectionEntry, isDecisionEntry, isReason } from '../core/ledger';
import type { FieldChange, PageRef } from '../core/types';
import type { Gaps, RecordView, ViewReason, ViewReply } from '../core/view';
import { ApiProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { type Resolved, resolveRecord } from './accounts';
import { captureAlerts } from './alerts';
import { aliasesFor, learnLabels } from './aliases';
import { nameOf, whoOf } from './names';
import { noteSuggestions } from './queue';
import { type Known, know, noted } from './reading';
import { retractWhatDoesNotHold } from './retractions';
import { openRecord } from './seen';
import { captureCorrections, trustedIn } from './signals';
import { captureStanding } from './standing';
import { shownIn, suggestionsOf, viewSuggestions, type Words } from './suggestions';
import { viewFields } from './viewFields';
import { decisionsOn } from './writes';

const PAST_DECISIONS = 3;

/**
 * What a page may know of the record it shows.
 * @param language BCP 47 language of the page, for labels
 * @param when a time in words, seen from another; both epoch ms, CRM time
 */
export async function viewRecord(
  page: PageRef,
  reason: ViewReason,
  language: string,
  words: Words,
  when: (at: number, now: number) => string,
): Promise<ViewReply> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) return unconnected(resolved);
  const { connection, ref } = resolved;
  try {
    const known = await know(connection, ref, reason, language);
    const still = await resolveRecord(page);
    if (!still.ok) return unconnected(still);
    const freshSince = await openRecord(ref, known.asOf, reason === 'open');
    const { suggestions, unclear, cut } = await takeIn(known, language, words);
    const proposed = viewSuggestions(known, suggestions, language, words);
    const now = Date.now() + known.offset;
    const view: RecordView = {
      ref: page,
      record: ref,
      title: known.snapshot.title,
      fields: viewFields(known, freshSince, (at) => when(at, now), proposed),
      gaps: { ...gapsOf(known), corrections: unclear, cut },
      aliases: await aliasesFor(ref, language),
      asOf: known.asOf,
      offset: known.offset,
    };
    return { ok: true, view, ...(known.problem ? { problem: known.problem } : {}) };
  } catch (error) {
    const problem = await noted(connection, error);
    const still = await resolveRecord(page);
    return still.ok ? { ok: false, problem } : unconnected(still);
  }
}

function unconnected({ others }: Extract<Resolved, { ok: false }>): ViewReply {
  if (others.length === 0) return { ok: false, problem: { kind: 'noAccount' } };
  return { ok: false, problem: { kind: 'wrongAccount', connected: others.join(', ') } };
}

/**
 * What every reading of a record is good for, whoever asked for it: its suggestions, what people made of agents' values, and alerts.
 * @returns `kept`: false where there was no room for a signal; `unclear`: changes that may be corrections and cannot be told; `cut`:
 * fields whose history does not reach back
 */
export async function takeIn(known: Known, language: string, words: Words) {
  const { suggestions } = await suggestionsOf(known);
  await noteSuggestions(known, suggestions, language, words);
  const { kept: corrections, unclear, cut } = await captureCorrections(known);
  const approvals = await captureStanding(known);
  const alerts = await captureAlerts(known);
  const retractions = await retractWhatDoesNotHold(known.connection, known.asOf, known.team);
  return { suggestions, unclear, cut, kept: retractions && corrections && approvals && alerts };
}

/**
 * What the card shows of one field, from what was last read; asks the CRM only if nothing was.
 * @returns `null` where the object has no such field or nothing is known about it
 */
export async function fieldDetails(
  page: PageRef,
  field: string,
  language: string,
  words: Words,
): Promise<FieldDetails | null> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) throw new ApiProblem({ kind: 'signedOut' });
  const { connection, ref } = resolved;
  const known = await know(connection, ref, 'stored', language);
  const attribution = known.attributions.get(field);
  const meta = known.fields.find((f) => f.name === field);
  if (!attribution || !meta) return null;
  const { snapshot, people, team } = known;
  const show = shownIn(known, meta, language, words);
  const showIfKept = (value: string | null | undefined) => (value === undefined ? undefined : show(value));
  const { change } = attribution;
  const history = snapshot.histories.get(field);
  const past = (row: FieldChange): PastChange => {
    const who = writerAttribution(team, row.writer);
    return {
      who: nameOf(row.writer, team, people, row.source.label),
      state: who === 'own' ? 'unknown' : who,
      value: showIfKept(row.to),
      at: row.at,
    };
  };
  const unmapped =
    change &&
    attribution.attribution === 'unknown' &&
    ['app', 'token', 'hidden', 'undocumented'].includes(change.writer.kind);
  const { claim, evidence, stampNotUsed } = attribution;
  const [approval] = (await decisionsOn(ref)).filter(
    ({ kind, state, field: of }) =>
      of === field && state === 'done' && (kind === 'approve' || kind === 'approve_edited'),
  );
  return {
    crm: ref.crm,
    crmName: API_SIDES[ref.crm].name,
    account: ref.account,
    object: ref.object,
    field,
    label: meta.label,
    state: markState(attribution) ?? (attribution.attribution === 'system' ? 'system' : 'human'),
    attribution: attribution.attribution,
    certainty: attribution.certainty,
    evidence,
    from: showIfKept(change?.from),
    to: show(snapshot.values.get(field) ?? null),
    who: whoOf(attribution, known),
    agent: attribution.agent,
    at: change?.at ?? null,
    raw: change ? { ...change.source, sent: change.sent, value: change.to?.slice(0, 300) ?? null } : null,
    before: (history?.changes.slice(1, 4) ?? []).map(past),
    decisions: decisionsFor(field, known),
    historyDepth: history && !history.complete ? snapshot.depth : null,
    mappable: unmapped && change ? { key: change.writer.key, proposedName: change.source.label ?? '' } : null,
    claim: claim ? { by: claim.entry.by.name, at: claim.entry.at, introduced: claim.introduced } : null,
    stampNotUsed: stampNotUsed?.agent ? { ...stampNotUsed, agent: stampNotUsed.agent } : null,
    lastEdit: evidence.kind === 'notTracked' || evidence.kind === 'noHistory' ? lastEditOf(known) : null,
    approval: approval ? { key: approval.key, back: show(approval.seen) } : null,
    asOf: known.asOf,
    offset: known.offset,
  };
}

/** The last that people decided and corrected on a field, by the ledger. */
function decisionsFor(field: string, known: Known): PastDecision[] {
  const here = trustedIn(known).filter((entry) => entry.field === field);
  const told = here.filter((entry) => isDecisionEntry(entry) || isCorrectionEntry(entry)).sort((a, b) => b.at - a.at);
  return told.slice(0, PAST_DECISIONS).map(({ id, d, by, agent, reason, at }) => {
    const why = reason ?? here.find((entry) => entry.d === EXPLAINED && entry.about === id)?.reason ?? '';
    return { kind: d as PastDecision['kind'], by: by.name, agent: agent ?? '', reason: isReason(why) ? why : null, at };
  });
}

function gapsOf(known: Known): Omit<Gaps, 'corrections' | 'cut'> {
  const notTracked = lacking(known, 'notTracked');
  const lastEdit = notTracked > 0 ? lastEditOf(known) : null;
  return { asCreated: lacking(known, 'asCreated'), notTracked, ...(lastEdit ? { lastEdit } : {}) };
}

/** Who saved the record last, where the CRM has fields for that. */
function lastEditOf({ snapshot: { ref, values }, people }: Known): LastEdit | null {
  const names = API_SIDES[ref.crm].lastEditFields;
  const by = names && values.get(names.by);
  const at = Date.parse((names && values.get(names.at)) ?? '');
  if (!by || !Number.isFinite(at)) return null;
  const person = people.find(({ keys }) => keys.includes(`user:${by}`));
  return { who: person ? { name: person.name } : { kind: 'user', id: by }, at };
}

/** How many values have an attribution that rests on this gap. */
function lacking({ attributions }: Known, kind: 'asCreated' | 'notTracked'): number {
  return [...attributions.values()].filter(({ evidence }) => evidence.kind === kind).length;
}

/**
 * Takes in what a page shows under labels that are no field's.
 * @returns true where a label counts now that did not before
 */
export async function labelsSeen(page: PageRef, language: string, rows: readonly ShownRow[]): Promise<boolean> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) return false;
  const { connection, ref } = resolved;
  const known = await know(connection, ref, 'stored', language);
  const fields = viewFields(
    known,
    () => false,
    () => '',
  );
  return learnLabels(ref, language, rows, { fields, aliases: await aliasesFor(ref, language) });
}
