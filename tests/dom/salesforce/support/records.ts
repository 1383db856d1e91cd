/** Records for the sandbox's Lightning pages with a value of its own in every field, so that no two values can be confused. */
import { createClock } from '../../../sandbox/engine/clock.ts';
import { makeId } from '../../../sandbox/salesforce/ids.ts';
import { OTHER_ORG, USERS } from '../../../sandbox/salesforce/org.ts';
import { assembleRecord } from '../../../sandbox/salesforce/page/assemble.ts';
import type { PageRecord } from '../../../sandbox/salesforce/page/protocol.ts';
import { Store } from '../../../sandbox/salesforce/store.ts';
import type { FieldDef } from '../../../sandbox/salesforce/types.ts';

export type Values = Record<string, string | null>;

const FIRST_DAY = Date.UTC(2026, 0, 5, 9, 30);
const DAY = 86_400_000;

const HUMANS = USERS.slice(0, 6);
const ME = USERS[0]?.id ?? '';

/** A value of a field's type; the same for the same seed, another for every other. */
function someValue({ name, type, options, referenceTo }: FieldDef, seed: number): string {
  if (referenceTo.includes('User')) return HUMANS[seed % HUMANS.length]?.id ?? '';
  switch (type) {
    case 'currency':
    case 'double':
    case 'int':
      return String(1000 + seed * 37);
    case 'percent':
      return String(seed % 100);
    case 'boolean':
      return seed % 2 === 0 ? 'true' : 'false';
    case 'date':
      return new Date(FIRST_DAY + seed * DAY).toISOString().slice(0, 10);
    case 'datetime':
      return new Date(FIRST_DAY + seed * DAY).toISOString();
    case 'picklist':
      return options[seed % Math.max(1, options.length)]?.value ?? '';
    case 'multipicklist':
      return [...new Set([options[0], options[1 + (seed % 2)]])].map((option) => option?.value).join(';');
    case 'phone':
      return `+1555${String(1_000_000 + seed * 7919).slice(-7)}`;
    case 'email':
      return `person${seed}@example.com`;
    case 'url':
      return `https://example.com/${name}/${seed}`;
    default:
      return `${name.replace('__c', '')} no ${seed}`;
  }
}

export interface RecordInput {
  object?: string;
  title: string;
  /** Values that differ from the generated ones; `null` is empty. */
  values?: Values;
  /** Records of the same seed have the same generated values. */
  seed?: number;
}

/** An org of a test's own, without an incident. */
export class TestOrg {
  readonly store = new Store(
    OTHER_ORG,
    createClock(Date.UTC(2026, 10, 20, 15, 2, 11), () => 0),
    1,
  );
  #count = 0;

  /** Adds a record and returns its id; references to other records have to be given. */
  add({ object = 'Opportunity', title, values = {}, seed = 0 }: RecordInput): string {
    const definition = this.store.catalog.object(object);
    if (!definition) throw new Error(`no object ${object}`);
    const writable = definition.fields.filter(
      ({ createable, referenceTo }) => createable && (referenceTo.length === 0 || referenceTo.includes('User')),
    );
    const generated = Object.fromEntries(
      writable.map((field, index) => [field.name, someValue(field, seed * 101 + index)]),
    );
    const [first = '', ...rest] = title.split(' ');
    const named = definition.fields.some(({ name }) => name === 'LastName') && object !== 'Account';
    const name = named
      ? { FirstName: rest.length > 0 ? first : null, LastName: rest.join(' ') || first }
      : { [definition.nameField]: title };
    this.#count += 1;
    const id = makeId(definition.prefix, 500_000 + this.#count * 26);
    this.store.create(object, { ...generated, ...name, ...values }, { userId: ME, way: 'page' }, { id });
    return id;
  }

  /** Everything the page shows of a record. */
  page(id: string): PageRecord {
    const record = this.store.find(id);
    if (!record) throw new Error(`no record ${id}`);
    return assembleRecord({ store: this.store, userId: ME }, record);
  }

  /** The same of all records. */
  pages(): PageRecord[] {
    return this.store.catalog
      .pageObjects()
      .flatMap(({ name }) =>
        this.store.list(name).map((record) => assembleRecord({ store: this.store, userId: ME }, record)),
      );
  }
}
