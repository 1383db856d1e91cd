/** One portal's property definitions, groups and pipelines; changed by the properties API and by `POST /dom {fields}`. */
import { companyProperties } from './catalog/companies.ts';
import { contactProperties } from './catalog/contacts.ts';
import { dealProperties } from './catalog/deals.ts';
import { custom, pairs } from './catalog/define.ts';
import { defaultGroups } from './catalog/groups.ts';
import { defaultPipelines } from './catalog/pipelines.ts';
import { noteProperties, ticketProperties } from './catalog/tickets.ts';
import type { ObjectTypeId, Pipeline, PropertyDefinition, PropertyGroup } from './types.ts';

export { appName, OWNERS, SIGNED_IN, USERS } from './catalog/people.ts';

export const OBJECT_TYPES: readonly ObjectTypeId[] = ['0-1', '0-2', '0-3', '0-5', '0-46'];

/** The four types that have record pages and a story. */
export const RECORD_TYPES: readonly ObjectTypeId[] = ['0-1', '0-2', '0-3', '0-5'];

/** `field_0001` … of `POST /dom {fields}`. */
export const benchmarkField = (n: number): string => `field_${String(n).padStart(4, '0')}`;

const DEFINITIONS: Record<ObjectTypeId, () => PropertyDefinition[]> = {
  '0-1': contactProperties,
  '0-2': companyProperties,
  '0-3': dealProperties,
  '0-5': ticketProperties,
  '0-46': noteProperties,
};

export class Catalog {
  readonly #definitions = new Map<ObjectTypeId, Map<string, PropertyDefinition>>();
  readonly #groups = new Map<ObjectTypeId, Map<string, PropertyGroup>>();
  readonly #pipelines = defaultPipelines();

  constructor() {
    for (const typeId of OBJECT_TYPES) {
      const definitions = DEFINITIONS[typeId]().map((definition) => this.#withPipelineOptions(typeId, definition));
      this.#definitions.set(typeId, new Map(definitions.map((definition) => [definition.name, definition])));
      this.#groups.set(typeId, new Map(defaultGroups(typeId).map((group) => [group.name, group])));
    }
  }

  /** Live definitions, or the archived ones. */
  properties(typeId: ObjectTypeId, archived = false): PropertyDefinition[] {
    return [...this.#of(typeId).values()].filter((definition) => definition.archived === archived);
  }

  /** A live definition. */
  property(typeId: ObjectTypeId, name: string): PropertyDefinition | undefined {
    const definition = this.#of(typeId).get(name);
    return definition?.archived ? undefined : definition;
  }

  /** A definition, archived or not. */
  anyProperty(typeId: ObjectTypeId, name: string): PropertyDefinition | undefined {
    return this.#of(typeId).get(name);
  }

  /** Adds a definition or replaces the one of the same name. */
  put(typeId: ObjectTypeId, definition: PropertyDefinition): void {
    this.#of(typeId).set(definition.name, definition);
  }

  /** Archives a property: the API then answers as if it did not exist. */
  archive(typeId: ObjectTypeId, name: string, at: string): boolean {
    const definition = this.property(typeId, name);
    if (!definition) return false;
    this.put(typeId, { ...definition, archived: true, archivedAt: at });
    return true;
  }

  groups(typeId: ObjectTypeId): PropertyGroup[] {
    return [...(this.#groups.get(typeId)?.values() ?? [])].filter((group) => !group.archived);
  }

  group(typeId: ObjectTypeId, name: string): PropertyGroup | undefined {
    return this.groups(typeId).find((group) => group.name === name);
  }

  putGroup(typeId: ObjectTypeId, group: PropertyGroup): void {
    this.#groups.get(typeId)?.set(group.name, group);
  }

  pipelines(typeId: ObjectTypeId): Pipeline[] {
    return this.#pipelines.get(typeId) ?? [];
  }

  /** Keeps exactly `count` generic properties on every record type. */
  setBenchmarkFields(count: number): void {
    for (const typeId of RECORD_TYPES) {
      const definitions = this.#of(typeId);
      for (const name of [...definitions.keys()]) if (/^field_\d{4,}$/.test(name)) definitions.delete(name);
      for (let n = 1; n <= count; n++) {
        const name = benchmarkField(n);
        definitions.set(name, custom(name, 'text', 'benchmark', `Field ${name.slice('field_'.length)}`));
      }
    }
  }

  #of(typeId: ObjectTypeId): Map<string, PropertyDefinition> {
    const definitions = this.#definitions.get(typeId);
    if (!definitions) throw new Error(`no object type ${typeId}`);
    return definitions;
  }

  #withPipelineOptions(typeId: ObjectTypeId, definition: PropertyDefinition): PropertyDefinition {
    const pipelines = this.pipelines(typeId);
    if (definition.name === 'dealstage' || definition.name === 'hs_pipeline_stage') {
      const stages = pipelines.flatMap((pipeline) => pipeline.stages);
      return { ...definition, options: pairs(...stages.map((stage) => [stage.id, stage.label] as const)) };
    }
    if (definition.name === 'pipeline' || definition.name === 'hs_pipeline') {
      return { ...definition, options: pairs(...pipelines.map((pipeline) => [pipeline.id, pipeline.label] as const)) };
    }
    return definition;
  }
}

/** The stage and pipeline properties of a type, if it has any. */
export function stageFields(typeId: ObjectTypeId): { stage: string; pipeline: string } | undefined {
  if (typeId === '0-3') return { stage: 'dealstage', pipeline: 'pipeline' };
  if (typeId === '0-5') return { stage: 'hs_pipeline_stage', pipeline: 'hs_pipeline' };
  return undefined;
}
