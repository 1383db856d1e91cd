/** Fields, users, pipelines and stages of one company. Fields can be added, renamed and deleted while it runs. */
import { DEAL_FIELDS } from './catalog/deals.ts';
import { hashOf } from './catalog/define.ts';
import { LEAD_FIELDS } from './catalog/leads.ts';
import { ORGANIZATION_FIELDS } from './catalog/organizations.ts';
import { PERSON_FIELDS } from './catalog/persons.ts';
import { PIPELINES, STAGES } from './catalog/pipelines.ts';
import { USERS } from './catalog/users.ts';
import type { FieldDefinition, PdObject, Pipeline, Stage, User } from './types.ts';

/** Code of the n-th (from 1) generic field for benchmarks. */
export const benchmarkField = (n: number): string => hashOf(`benchmark ${n}`);

const benchmarkDefinition = (n: number): FieldDefinition => ({
  code: benchmarkField(n),
  v1Key: benchmarkField(n),
  name: `Field ${String(n).padStart(4, '0')}`,
  type: 'varchar',
  custom: true,
  details: true,
  optional: false,
  readOnly: false,
});

export class Catalog {
  readonly users: readonly User[] = USERS;
  readonly pipelines: readonly Pipeline[] = PIPELINES;
  readonly stages: readonly Stage[] = STAGES;
  readonly #fields: Record<PdObject, Map<string, FieldDefinition>>;
  readonly #created: Array<{ object: PdObject; code: string }> = [];
  #benchmark = 0;
  #optionId = 1_000;

  constructor() {
    const byCode = (fields: readonly FieldDefinition[]) => new Map(fields.map((field) => [field.code, field]));
    this.#fields = {
      deal: byCode(DEAL_FIELDS()),
      person: byCode(PERSON_FIELDS()),
      organization: byCode(ORGANIZATION_FIELDS()),
      lead: byCode(LEAD_FIELDS()),
    };
  }

  /** Fields of an object in Pipedrive's order, custom ones last. */
  fields(object: PdObject): FieldDefinition[] {
    return [...this.#fields[object].values()];
  }

  field(object: PdObject, code: string): FieldDefinition | undefined {
    return this.#fields[object].get(code);
  }

  /** The key of a field, or of the second half of one, as v1 calls it. */
  v1Key(object: PdObject, code: string): string {
    return this.#fields[object].get(code)?.v1Key ?? code;
  }

  stage(id: string | number): Stage | undefined {
    return this.stages.find((one) => one.id === Number(id));
  }

  user(id: string | number): User | undefined {
    return this.users.find((one) => one.id === Number(id));
  }

  /** Adds fields that were there before anything began. */
  seed(object: PdObject, fields: readonly FieldDefinition[]): void {
    for (const field of fields) this.#fields[object].set(field.code, field);
  }

  /** Adds a custom field somebody asked for through the API. */
  add(object: PdObject, field: FieldDefinition): void {
    this.#fields[object].set(field.code, field);
    this.#created.push({ object, code: field.code });
  }

  /** Deletes a field for good; rows of the changelog that name it stay. */
  remove(object: PdObject, code: string): void {
    this.#fields[object].delete(code);
  }

  /** An id no option has yet. */
  nextOptionId(): number {
    return ++this.#optionId;
  }

  /** Fields created through the API that are still there. */
  created(): Array<{ object: PdObject; field: FieldDefinition }> {
    return this.#created.flatMap(({ object, code }) => {
      const field = this.field(object, code);
      return field ? [{ object, field }] : [];
    });
  }

  /** Gives every object with a page exactly `count` generic fields. */
  setBenchmarkFields(count: number): void {
    for (const object of ['deal', 'person', 'organization'] as const) {
      const fields = this.#fields[object];
      for (let n = count + 1; n <= this.#benchmark; n++) fields.delete(benchmarkField(n));
      for (let n = this.#benchmark + 1; n <= count; n++) fields.set(benchmarkField(n), benchmarkDefinition(n));
    }
    this.#benchmark = count;
  }
}
