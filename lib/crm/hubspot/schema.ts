/**
 * The parts of HubSpot's answers that we use, validated: unknown members are ignored, a missing or mistyped one that we need
 * makes the answer unreadable. Shapes by HubSpot's public API descriptions, August 2026.
 */
import * as v from 'valibot';

/** One history row; anything beyond value and time may be missing. */
export const VersionSchema = v.object({
  value: v.nullable(v.string()),
  timestamp: v.string(),
  sourceType: v.string(),
  sourceId: v.nullish(v.string()),
  sourceLabel: v.nullish(v.string()),
  updatedByUserId: v.nullish(v.number()),
});

export const ObjectSchema = v.object({
  id: v.string(),
  properties: v.record(v.string(), v.nullable(v.string())),
  // Rows are validated one by one: one bad row must not hide the others.
  propertiesWithHistory: v.nullish(v.record(v.string(), v.array(v.unknown()))),
  archived: v.nullish(v.boolean()),
});

export const BatchSchema = v.object({
  results: v.array(ObjectSchema),
  errors: v.nullish(v.array(v.object({ category: v.nullish(v.string()), message: v.nullish(v.string()) }))),
});

const PagingSchema = v.nullish(v.object({ next: v.nullish(v.object({ after: v.nullish(v.string()) })) }));

export const SearchSchema = v.object({ results: v.array(ObjectSchema), paging: PagingSchema });

export const PropertiesSchema = v.object({
  results: v.array(
    v.object({
      name: v.string(),
      label: v.string(),
      type: v.string(),
      fieldType: v.string(),
      groupName: v.nullish(v.string()),
      options: v.nullish(v.array(v.object({ value: v.string(), label: v.string() }))),
      calculated: v.nullish(v.boolean()),
      referencedObjectType: v.nullish(v.string()),
      currencyPropertyName: v.nullish(v.string()),
      modificationMetadata: v.nullish(v.object({ readOnlyValue: v.nullish(v.boolean()) })),
    }),
  ),
});

/** A property or group as it comes back from its creation. */
export const CreatedSchema = v.object({ name: v.string() });

/** What a 204 brings. */
export const NothingSchema = v.undefined();

export const PipelinesSchema = v.object({
  results: v.array(v.object({ id: v.string(), stages: v.array(v.object({ id: v.string() })) })),
});

export const OwnersSchema = v.object({
  results: v.array(
    v.object({
      id: v.string(),
      email: v.nullish(v.string()),
      firstName: v.nullish(v.string()),
      lastName: v.nullish(v.string()),
      userId: v.nullish(v.number()),
      userIdIncludingInactive: v.nullish(v.number()),
      archived: v.nullish(v.boolean()),
      teams: v.nullish(v.array(v.object({ id: v.string() }))),
    }),
  ),
  paging: PagingSchema,
});

export const AccountSchema = v.object({
  portalId: v.number(),
  uiDomain: v.nullish(v.string()),
  companyCurrency: v.nullish(v.string()),
  timeZone: v.nullish(v.string()),
});

export const ErrorSchema = v.object({
  category: v.nullish(v.string()),
  message: v.nullish(v.string()),
  correlationId: v.nullish(v.string()),
  errorType: v.nullish(v.string()),
  policyName: v.nullish(v.string()),
  errors: v.nullish(
    v.array(
      v.object({ message: v.nullish(v.string()), context: v.nullish(v.record(v.string(), v.array(v.string()))) }),
    ),
  ),
});

/** The list inside the message of a write that was refused; more members are possible. */
export const RefusalsSchema = v.array(v.object({ message: v.nullish(v.string()) }));
