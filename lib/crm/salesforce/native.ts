/**
 * Salesforce's own list of suggestions: `AiGenActionItem`, in which its pipeline agent proposes values for fields of opportunities.
 *
 * It can be read and not closed: the one way to change a row's status is an action (`updateAiGenActionItem`) whose input is
 * documented nowhere. Which of its columns an org has and a person may read is told by their descriptions.
 */
import * as v from 'valibot';
import type { FieldMeta, RecordSnapshot } from '../contract';
import { idList, named } from './api';
import { recordId } from './ids';
import { canonical, timeOf } from './records';
import { type DescribeSchema, NativeRowSchema } from './schema';

export const NATIVE = { object: 'AiGenActionItem', info: 'AiGenActionItemInfo', parent: 'Opportunity' } as const;

type Described = v.InferOutput<typeof DescribeSchema>['fields'];
type Native = NonNullable<RecordSnapshot['native']>;

/** Without these there is nothing to show; `ParentId` and `SuggestedNewValue` exist from version 67.0 on. */
const NEEDED = ['Subject', 'SuggestedNewValue', 'ParentId', 'Type', 'Status', 'CreatedDate', 'CreatedById'];
const WELCOME = ['Description', 'ExpirationDate'];
const INFO = 'AiGenActionItemInfoId';
const BASE = 'OriginalValue';
const OWN = "Type = 'FIELD_UPDATE' AND Status = 'WAITING'";
/** Salesforce shows them no longer. */
const SHOWN_MS = 14 * 86_400_000;

/** What of the list can be asked for; `null` where the org or the person lacks what is needed. */
export function nativeColumns(items: Described, infos: Described): string | null {
  const has = (name: string) => items.some((field) => field.name === name);
  if (!NEEDED.every(has)) return null;
  const relation = items.find(({ name }) => name === INFO)?.relationshipName;
  const base = relation && infos.some(({ name }) => name === BASE) ? [`${named(relation)}.${BASE}`] : [];
  return ['Id', ...NEEDED, ...WELCOME.filter(has), ...base].join(', ');
}

/** Fields that the agent may propose for: the next step, the stage, and short texts that the org has made. */
export function canBeNative({ name, type }: Pick<Described[number], 'name' | 'type'>): boolean {
  return name === 'NextStep' || name === 'StageName' || (type === 'string' && name.endsWith('__c'));
}

/** A query for what waits for some records; `null` where the object's fields say that there is no list. */
export function nativeQuery(ids: readonly string[], fields: readonly FieldMeta[]): string | null {
  const columns = fields.find(({ native }) => native)?.native;
  return columns
    ? `SELECT ${columns} FROM ${NATIVE.object} WHERE ${OWN} AND ParentId IN (${idList(ids)}) ORDER BY CreatedDate DESC, Id DESC`
    : null;
}

/** A query for the records for which something waits. */
export const NATIVE_PARENTS = `SELECT ParentId FROM ${NATIVE.object} WHERE ${OWN} ORDER BY CreatedDate DESC`;

/** What the list's rows propose for one record; one that cannot be read hides no other. */
export function nativeOf(rows: readonly unknown[], fields: readonly FieldMeta[]): Native {
  return rows.flatMap((raw) => {
    const parsed = v.safeParse(NativeRowSchema, raw);
    const at = parsed.success ? timeOf(parsed.output.CreatedDate) : Number.NaN;
    if (!parsed.success || !Number.isFinite(at)) return [];
    const { Id, Subject: field, SuggestedNewValue: value, Description, ExpirationDate, CreatedById } = parsed.output;
    const user = recordId(CreatedById) ?? CreatedById;
    const end = timeOf(ExpirationDate ?? '');
    const base = baseOf(
      raw,
      fields.find(({ name }) => name === field),
    );
    return {
      id: recordId(Id) ?? Id,
      field,
      value,
      at,
      expires: Math.min(at + SHOWN_MS, Number.isFinite(end) ? end : Number.POSITIVE_INFINITY),
      // Nobody but the agent's user can make a row.
      writer: { key: `user:${user}`, kind: 'vendorAgent' as const, attribution: 'agent' as const, id: user },
      ...(Description ? { reason: Description } : {}),
      ...(base === null ? {} : { base }),
    };
  });
}

/** The field's value when it was proposed; `null` where the row tells none, be it because it was empty. */
function baseOf(row: unknown, field: FieldMeta | undefined): string | null {
  const related = Object.values(row as Record<string, unknown>).find(
    (one): one is Record<string, unknown> => typeof one === 'object' && one !== null && BASE in one,
  );
  return canonical(related?.[BASE], field?.kind ?? 'text');
}
