/**
 * The parts of Pipedrive's answers that we use, validated: unknown members are ignored, a missing or mistyped one that we need
 * makes the answer unreadable. Shapes by Pipedrive's public API descriptions, November 2026.
 */
import * as v from 'valibot';

const Id = v.union([v.number(), v.string()]);

const Cursor = v.nullish(v.object({ next_cursor: v.nullish(v.string()) }));

/** A record of v2, or a lead of v1; values are read one by one. */
const RecordRow = v.looseObject({
  id: Id,
  update_time: v.nullish(v.string()),
  is_deleted: v.nullish(v.boolean()),
  custom_fields: v.nullish(v.record(v.string(), v.unknown())),
});

export const RecordSchema = v.object({ data: RecordRow });

/** Lists of v2 go on by cursor, those of v1 by offset. */
export const RecordsSchema = v.object({
  data: v.nullish(v.array(RecordRow)),
  additional_data: v.nullish(
    v.object({
      next_cursor: v.nullish(v.string()),
      pagination: v.nullish(
        v.object({ more_items_in_collection: v.nullish(v.boolean()), next_start: v.nullish(v.number()) }),
      ),
    }),
  ),
});

const OptionSchema = v.object({ id: Id, label: v.string() });

export const FieldsSchema = v.object({
  data: v.array(
    v.object({
      field_name: v.string(),
      field_code: v.string(),
      field_type: v.string(),
      options: v.nullish(v.array(OptionSchema)),
      subfields: v.nullish(v.array(v.object({ field_code: v.string(), field_name: v.string() }))),
      is_custom_field: v.nullish(v.boolean()),
      is_optional_response_field: v.nullish(v.boolean()),
      // Of deals also at which stages and outcomes, which is not told apart here.
      required_fields: v.nullish(v.object({ enabled: v.nullish(v.boolean()) })),
    }),
  ),
  additional_data: Cursor,
});

export const NotesSchema = v.object({
  data: v.nullish(
    v.array(v.object({ id: v.number(), content: v.nullish(v.string()), active_flag: v.nullish(v.boolean()) })),
  ),
});

/** A field that was just created. */
export const NewFieldSchema = v.object({ data: v.object({ field_code: v.string() }) });

/** An answer of which nothing is used. */
export const DoneSchema = v.object({ success: v.nullish(v.boolean()) });

/** Stages, with the pipelines they belong to, and pipelines. */
export const NamedSchema = v.object({
  data: v.nullish(v.array(v.object({ id: v.number(), name: v.string(), pipeline_id: v.nullish(v.number()) }))),
  additional_data: Cursor,
});

/** Rows are validated one by one: one bad row must not hide the others. */
export const ChangelogSchema = v.object({ data: v.nullish(v.array(v.unknown())), additional_data: Cursor });

/** One changelog row; values are strings, for lists of addresses and numbers lists of objects. */
export const ChangeSchema = v.object({
  field_key: v.string(),
  old_value: v.unknown(),
  new_value: v.unknown(),
  actor_user_id: v.nullish(v.number()),
  time: v.string(),
  change_source: v.nullish(v.string()),
  change_source_user_agent: v.nullish(v.string()),
  is_bulk_update_flag: v.nullish(v.union([v.boolean(), v.number()])),
});

export const MeSchema = v.object({
  data: v.object({
    id: v.number(),
    name: v.string(),
    default_currency: v.nullish(v.string()),
    timezone_name: v.nullish(v.string()),
    company_id: v.number(),
    company_name: v.nullish(v.string()),
    company_domain: v.string(),
  }),
});

export const UsersSchema = v.object({
  data: v.nullish(
    v.array(
      v.object({
        id: v.number(),
        name: v.nullish(v.string()),
        email: v.nullish(v.string()),
        active_flag: v.nullish(v.boolean()),
      }),
    ),
  ),
});

export const ErrorSchema = v.object({
  success: v.nullish(v.boolean()),
  error: v.nullish(v.string()),
  error_info: v.nullish(v.string()),
  message: v.nullish(v.string()),
  code: v.nullish(v.string()),
});
