/** One org's objects and fields; changed by the Tooling API and by `POST /dom {fields}`. */
import { account } from './catalog/account.ts';
import { custom, options, READ_ONLY, standard } from './catalog/define.ts';
import { opportunity, PARTNER_STAGES } from './catalog/opportunity.ts';
import { contact, lead } from './catalog/people.ts';
import { renewal, supportCase } from './catalog/service.ts';
import { setupObjects } from './catalog/setup.ts';
import type { Org } from './org.ts';
import { PARTNER, RECORD_TYPES } from './org.ts';
import type { FieldDef, Language, ObjectDef, PicklistOption } from './types.ts';

/** `Field_0001__c` … of `POST /dom {fields}`. */
export const benchmarkField = (n: number): string => `Field_${String(n).padStart(4, '0')}__c`;

/** Long before the incident. */
const MADE_AT = Date.parse('2026-03-02T09:00:00Z');

const BENCHMARK = /^Field_\d{4,}__c$/;

/** A label in a language; what nobody translated is shown as it is. */
export const labelIn = (
  one: { label: string; labels?: Partial<Record<Language, string>> },
  language: Language,
): string => one.labels?.[language] ?? one.label;

export class Catalog {
  readonly #objects: Map<string, ObjectDef>;
  readonly #now: () => number;
  /** Fields by object and name, in the spelling of the definition and in small letters. */
  readonly #fields = new Map<string, Map<string, FieldDef>>();
  /** When a definition or somebody's access last changed, epoch milliseconds. */
  changedAt = MADE_AT;
  /** Objects whose field history somebody has switched off. */
  historyOff: readonly string[] = [];

  /** @param now CRM time */
  constructor(org: Org, now: () => number) {
    this.#now = now;
    const pages = [opportunity(), account(org.personAccounts), contact(), lead(), supportCase(), renewal()];
    if (org.multiCurrency) for (const one of pages) addCurrency(one);
    this.#objects = new Map([...pages, ...setupObjects(org.suggestions)].map((one) => [one.name, one]));
  }

  objects(): ObjectDef[] {
    return [...this.#objects.values()];
  }

  /** Objects with a record page. */
  pageObjects(): ObjectDef[] {
    return this.objects().filter(({ page }) => page);
  }

  /** An object by its API name, in any case. */
  object(name: string): ObjectDef | undefined {
    return this.#objects.get(name) ?? this.objects().find((one) => one.name.toLowerCase() === name.toLowerCase());
  }

  /** The object whose ids begin like this one. */
  objectOfId(id: string): ObjectDef | undefined {
    return this.objects().find(({ prefix }) => id.startsWith(prefix));
  }

  /** The object whose field history a history object holds. */
  ofHistory(name: string): ObjectDef | undefined {
    return this.objects().find(({ history }) => history?.name.toLowerCase() === name.toLowerCase());
  }

  /** A field by its API name, in any case. */
  field(object: string, name: string): FieldDef | undefined {
    let fields = this.#fields.get(object);
    if (!fields) {
      const definitions = this.object(object)?.fields ?? [];
      fields = new Map(
        definitions.flatMap((one) => [[one.name.toLowerCase(), one] as const, [one.name, one] as const]),
      );
      this.#fields.set(object, fields);
    }
    return fields.get(name) ?? fields.get(name.toLowerCase());
  }

  /** Whether changes of a field leave history rows. */
  tracks(object: string, { tracked }: FieldDef): boolean {
    return tracked && !this.historyOff.includes(object);
  }

  /** Options of a picklist that a record type offers. */
  picklist(field: FieldDef, recordTypeId: string | null): PicklistOption[] {
    if (field.name !== 'StageName' || recordTypeId === PARTNER.id) return field.options;
    return field.options.filter(({ value }) => !PARTNER_STAGES.includes(value));
  }

  recordTypes(object: string) {
    return RECORD_TYPES.filter((one) => one.object === object);
  }

  /** Adds fields that were there before anything began. */
  seed(object: string, fields: readonly FieldDef[]): void {
    this.object(object)?.fields.push(...fields);
    this.#fields.clear();
  }

  add(object: string, field: FieldDef): void {
    this.object(object)?.fields.push(field);
    this.touch();
  }

  /** Notes that something changed that `describe` shows. */
  touch(): void {
    this.changedAt = this.#now();
    this.#fields.clear();
  }

  /** Deletes a custom field: the API then answers as if it had never existed, history included. */
  remove(object: string, name: string): void {
    const found = this.object(object);
    if (!found) return;
    found.fields = found.fields.filter((one) => one.name !== name);
    this.touch();
    for (const { columns } of found.layout) {
      for (const [index, column] of columns.entries()) columns[index] = column.filter((one) => one !== name);
    }
  }

  /** Keeps exactly `count` generic fields on every object with a page, tracked beyond what Salesforce would allow. */
  setBenchmarkFields(count: number): void {
    for (const object of this.pageObjects()) {
      object.fields = object.fields.filter(({ name }) => !BENCHMARK.test(name));
      object.layout = object.layout.filter(({ label }) => label !== 'Benchmark');
      const names = Array.from({ length: count }, (_, index) => benchmarkField(index + 1));
      if (names.length === 0) continue;
      for (const name of names)
        object.fields.push(custom(name, 'string', `Field ${name.slice(6, -3)}`, { tracked: true }));
      const half = Math.ceil(names.length / 2);
      object.layout.push({ label: 'Benchmark', columns: [names.slice(0, half), names.slice(half)] });
    }
    this.touch();
  }
}

function addCurrency(object: ObjectDef): void {
  const tracked = object.name === 'Opportunity';
  object.fields.push(
    standard('CurrencyIsoCode', 'picklist', [`${object.label} Currency`, 'Währung', 'Devise', 'العملة'], {
      length: 3,
      restricted: true,
      tracked,
      options: options('USD', 'EUR', 'GBP'),
    }),
  );
  if (tracked) object.layout[0]?.columns[1]?.splice(1, 0, 'CurrencyIsoCode');
}

/** A history object as `describe` and queries see it. */
export function historyObject({ name, history, label }: ObjectDef): ObjectDef | undefined {
  if (!history) return undefined;
  const text = (field: string) => standard(field, 'string', [field], READ_ONLY);
  return {
    name: history.name,
    label: `${label} History`,
    plural: `${label} History`,
    prefix: '017',
    custom: false,
    nameField: 'Id',
    fields: [
      standard('Id', 'id', ['History ID'], READ_ONLY),
      standard('IsDeleted', 'boolean', ['Deleted'], READ_ONLY),
      standard(history.parent, 'reference', [`${label} ID`], {
        ...READ_ONLY,
        referenceTo: [name],
        relationshipName: history.parent.replace(/Id$/, ''),
      }),
      standard('CreatedById', 'reference', ['Created By ID'], {
        ...READ_ONLY,
        referenceTo: ['User'],
        relationshipName: 'CreatedBy',
      }),
      standard('CreatedDate', 'datetime', ['Created Date'], READ_ONLY),
      text('Field'),
      text('DataType'),
      text('OldValue'),
      text('NewValue'),
    ],
    layout: [],
    compact: [],
    page: false,
    readOnly: true,
  };
}
