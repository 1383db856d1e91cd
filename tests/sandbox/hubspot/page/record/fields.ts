import { shownLabel } from '../../layout.ts';
import type { Owner, Pipeline, PropertyDefinition } from '../../types.ts';
import { formatContext } from '../context.ts';
import { displayValue, ownerName } from '../format.ts';
import type { Boot } from '../protocol.ts';
import { translate } from '../texts/index.ts';
import type { Choice } from '../ui/Listbox.tsx';

/** A record's properties as the page names and shows them. */
export interface Fields {
  definition(field: string): PropertyDefinition | undefined;
  label(field: string): string;
  /** In the page's language, "" for no value. */
  shown(field: string, withTime?: boolean): string;
  /** The same with what the page writes for no value: "--", or "No owner". */
  display(field: string, withTime?: boolean): string;
  raw(field: string): string;
  /** What a select for the property offers; empty where it is no select. */
  choices(field: string): Choice[];
}

interface Source {
  properties: Record<string, string | null>;
  definitions: readonly PropertyDefinition[];
  pipelines: readonly Pipeline[];
  owners: readonly Owner[];
}

function stageChoices(source: Source, pipelineField: string): Choice[] {
  const pipeline = source.pipelines.find(({ id }) => id === source.properties[pipelineField]) ?? source.pipelines[0];
  return (pipeline?.stages ?? []).map(({ id, label }) => ({ value: id, label }));
}

function choicesOf(definition: PropertyDefinition, source: Source, boot: Boot): Choice[] {
  const { locale } = boot.dom;
  if (definition.referencedObjectType === 'OWNER') {
    const people = source.owners.filter((owner) => !owner.archived);
    return [
      { value: '', label: translate(locale, 'noOwner') },
      ...people.map((owner) => ({ value: owner.id, label: ownerName(owner, locale) })),
    ];
  }
  if (definition.name === 'dealstage') return stageChoices(source, 'pipeline');
  if (definition.name === 'hs_pipeline_stage') return stageChoices(source, 'hs_pipeline');
  if (definition.name === 'pipeline' || definition.name === 'hs_pipeline') {
    return source.pipelines.map(({ id, label }) => ({ value: id, label }));
  }
  if (definition.type === 'bool') {
    return (['true', 'false'] as const).map((value) => ({
      value,
      label: translate(locale, value === 'true' ? 'yes' : 'no'),
    }));
  }
  if (definition.type !== 'enumeration') return [];
  return definition.options.filter((option) => !option.hidden).map(({ value, label }) => ({ value, label }));
}

export function createFields(source: Source, boot: Boot): Fields {
  const byName = new Map(source.definitions.map((definition) => [definition.name, definition]));
  const context = formatContext(boot, source);
  const shown = (field: string, withTime?: boolean) => {
    const definition = byName.get(field);
    return definition ? displayValue(definition, source.properties, context, withTime) : '';
  };
  return {
    definition: (field) => byName.get(field),
    label(field) {
      const definition = byName.get(field);
      return definition ? shownLabel(definition, boot.dom.locale) : field;
    },
    shown,
    display(field, withTime) {
      const none = field === 'hubspot_owner_id' ? translate(boot.dom.locale, 'noOwner') : '--';
      return shown(field, withTime) || none;
    },
    raw: (field) => source.properties[field] ?? '',
    choices(field) {
      const definition = byName.get(field);
      return definition ? choicesOf(definition, source, boot) : [];
    },
  };
}

/** Values that stand out as a coloured tag. */
export function isBadge(field: string): boolean {
  return /stage$|^hs_lead_status$|status$/.test(field);
}
