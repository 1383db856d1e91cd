/** HubSpot's objects, properties and history rows in the product's terms. Pure. */
import * as v from 'valibot';
import type { FieldChange, FieldHistory, RawSource, RecordRef } from '../../core/types';
import type { FieldMeta, RecordSnapshot } from '../contract';
import { type ObjectSchema, type PipelinesSchema, type PropertiesSchema, VersionSchema } from './schema';
import { hubspotWriter, RESTORES } from './sources';

interface ObjectKind {
  /** Properties whose values make the title of the record's page. */
  title: readonly string[];
  /** Used as the title where those are empty. */
  titleElse: string;
  /** The property that holds the last modification. */
  modified: string;
  /** Versions HubSpot keeps for a property (HubSpot knowledge base, exporting property history). */
  depth: number;
  /** Where its records go through pipelines: HubSpot's name of it, the property with the stage and the one with the pipeline. */
  stages?: { type: string; field: string; pipeline: string };
}

/** The objects whose record pages are handled. */
export const OBJECTS: Record<string, ObjectKind> = {
  '0-1': { title: ['firstname', 'lastname'], titleElse: 'email', modified: 'lastmodifieddate', depth: 45 },
  '0-2': { title: ['name'], titleElse: 'domain', modified: 'hs_lastmodifieddate', depth: 20 },
  '0-3': {
    title: ['dealname'],
    titleElse: 'dealname',
    modified: 'hs_lastmodifieddate',
    depth: 20,
    stages: { type: 'deals', field: 'dealstage', pipeline: 'pipeline' },
  },
  '0-5': {
    title: ['subject'],
    titleElse: 'subject',
    modified: 'hs_lastmodifieddate',
    depth: 20,
    stages: { type: 'tickets', field: 'hs_pipeline_stage', pipeline: 'hs_pipeline' },
  },
};

const DEFAULT_DEPTH = 20;

type ApiObject = v.InferOutput<typeof ObjectSchema>;
type ApiProperty = v.InferOutput<typeof PropertiesSchema>['results'][number];
type ApiPipeline = v.InferOutput<typeof PipelinesSchema>['results'][number];

/** The property that holds an object's last modification. */
export const modifiedProperty = (object: string): string => OBJECTS[object]?.modified ?? 'hs_lastmodifieddate';

/** A property definition in the product's terms. */
export function fieldMeta(property: ApiProperty): FieldMeta {
  return {
    name: property.name,
    label: property.label,
    kind: kindOf(property),
    options: (property.options ?? []).map(({ value, label }) => ({ value, label })),
    isUser: property.referencedObjectType === 'OWNER',
    readOnly: property.calculated === true || property.modificationMetadata?.readOnlyValue === true,
    ...(property.currencyPropertyName ? { currencyField: property.currencyPropertyName } : {}),
  };
}

/**
 * A stage field that knows the pipeline of each of its options, as far as pipelines are known; any other field as it was. What a
 * record without stage or pipeline would be is documented nowhere, so both are never empty.
 */
export function withPipelines(
  field: FieldMeta,
  stages: NonNullable<ObjectKind['stages']>,
  pipelines: readonly ApiPipeline[],
): FieldMeta {
  if (field.name === stages.pipeline) return { ...field, required: true };
  if (field.name !== stages.field) return field;
  if (pipelines.length === 0) return { ...field, required: true };
  const pipelineOf = new Map(pipelines.flatMap(({ id, stages }) => stages.map((stage) => [stage.id, id] as const)));
  const options = field.options.map((option) => {
    const pipeline = pipelineOf.get(option.value);
    return pipeline === undefined ? option : { ...option, pipeline };
  });
  return { ...field, options, pipelineField: stages.pipeline, required: true };
}

function kindOf({ type, fieldType, referencedObjectType }: ApiProperty): FieldMeta['kind'] {
  if (referencedObjectType === 'OWNER') return 'user';
  if (fieldType === 'phonenumber' || type === 'phone_number') return 'phone';
  if (fieldType === 'html' || fieldType === 'file') return 'rich';
  if (fieldType === 'checkbox') return 'options';
  switch (type) {
    case 'enumeration':
      return 'option';
    case 'bool':
      return 'bool';
    case 'number':
      return 'number';
    case 'date':
      return 'date';
    case 'datetime':
      return 'datetime';
    default:
      return 'text';
  }
}

/** One property's history, newest first. The first row that is malformed ends it: what came before cannot be told. */
export function historyOf(field: string, rows: readonly unknown[], depth: number): FieldHistory {
  const changes: FieldChange[] = [];
  let complete = rows.length < depth;
  for (const row of rows) {
    const parsed = v.safeParse(VersionSchema, row);
    const at = parsed.success ? Date.parse(parsed.output.timestamp) : Number.NaN;
    if (!parsed.success || !Number.isFinite(at)) {
      complete = false;
      break;
    }
    const { value, timestamp, sourceType, sourceId, sourceLabel, updatedByUserId } = parsed.output;
    const source: RawSource = {
      type: sourceType,
      ...(sourceId ? { id: sourceId } : {}),
      ...(sourceLabel ? { label: sourceLabel } : {}),
      ...(updatedByUserId ? { user: String(updatedByUserId) } : {}),
    };
    changes.push({
      field,
      from: undefined,
      to: value || null,
      at,
      sent: timestamp,
      source,
      writer: hubspotWriter(source),
      ...(RESTORES.has(sourceType) ? { restored: true } : {}),
    });
  }
  // Sent newest first; a stable sort keeps that order for equal times and repairs any other.
  changes.sort((a, b) => b.at - a.at);
  changes.forEach((change, index) => {
    const before = changes[index + 1];
    change.from = before ? before.to : complete ? null : undefined;
  });
  return { changes, complete };
}

/** A record as read by `POST batch/read` with history. */
export function snapshotOf(ref: RecordRef, object: ApiObject): RecordSnapshot {
  const kind = OBJECTS[ref.object];
  const depth = kind?.depth ?? DEFAULT_DEPTH;
  const values = new Map<string, string | null>();
  for (const [name, value] of Object.entries(object.properties)) values.set(name, value || null);
  const histories = new Map<string, FieldHistory>();
  for (const [name, rows] of Object.entries(object.propertiesWithHistory ?? {}))
    histories.set(name, historyOf(name, rows, depth));
  const named = (kind?.title ?? []).map((name) => values.get(name)).filter(Boolean);
  return {
    ref,
    title: named.join(' ') || (values.get(kind?.titleElse ?? '') ?? ''),
    modified: Date.parse(values.get(modifiedProperty(ref.object)) ?? '') || 0,
    values,
    histories,
    depth,
  };
}
