/** Labels learned from pages, for CRMs whose pages translate labels that their API does not. */

import { foldLabel } from '../core/agreement';
import { type LabelAlias, learnedLabels, mergeAliases, proposeAliases, type ShownRow } from '../core/aliases';
import { type RecordRef, recordKey } from '../core/types';
import type { ViewField } from '../core/view';
import { database } from '../store/db';

/** More than any page has; whatever a page sends, the list stays small. */
const KEPT = 500;

type AliasKey = [RecordRef['crm'], string, string, string];

const keyOf = ({ crm, account, object }: RecordRef, language: string): AliasKey => [crm, account, object, language];

/** Folded label → field name, for labels that count. */
export async function aliasesFor(ref: RecordRef, language: string): Promise<Record<string, string>> {
  const known: LabelAlias[] = (await (await database()).get('aliases', keyOf(ref, language))) ?? [];
  return Object.fromEntries(learnedLabels(known));
}

/**
 * Takes in what an agreed page shows under labels that are no field's.
 * @returns true where a label counts now that did not before
 */
export async function learnLabels(
  ref: RecordRef,
  language: string,
  rows: readonly ShownRow[],
  view: { fields: readonly ViewField[]; aliases?: Record<string, string> },
): Promise<boolean> {
  const fields = new Map(view.fields.map((f) => [f.name, { name: f.name, label: f.label, expected: f.expected }]));
  const byLabel = new Map([
    ...view.fields.map((f): [string, string] => [foldLabel(f.label), f.name]),
    ...Object.entries(view.aliases ?? {}),
  ]);
  const proposals = proposeAliases(rows, { fields, byLabel });
  const tx = (await database()).transaction('aliases', 'readwrite');
  const known = (await tx.store.get(keyOf(ref, language))) ?? [];
  const merged = mergeAliases(known, proposals, recordKey(ref)).slice(0, KEPT);
  await tx.store.put(merged, keyOf(ref, language));
  await tx.done;
  const count = (list: readonly LabelAlias[]) => learnedLabels(list).size;
  return count(merged) > count(known);
}
