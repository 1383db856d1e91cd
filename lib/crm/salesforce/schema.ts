/**
 * The parts of Salesforce's answers that we use, validated: unknown members are ignored, a missing or mistyped one that we need
 * makes the answer unreadable. Shapes by the REST API guide, version 67.0.
 */
import * as v from 'valibot';

export const UserInfoSchema = v.object({
  user_id: v.string(),
  organization_id: v.string(),
  name: v.nullish(v.string()),
  preferred_username: v.nullish(v.string()),
});

/** Rows are validated one by one where a bad one must not hide the others. */
export const QuerySchema = v.object({
  done: v.boolean(),
  records: v.array(v.unknown()),
  nextRecordsUrl: v.nullish(v.string()),
});

export const CompositeSchema = v.object({
  compositeResponse: v.array(v.object({ body: v.unknown(), httpStatusCode: v.number(), referenceId: v.string() })),
});

export const RecordSchema = v.looseObject({
  Id: v.string(),
  IsDeleted: v.nullish(v.boolean()),
  SystemModstamp: v.string(),
});

export const DescribeSchema = v.object({
  fields: v.array(
    v.object({
      name: v.string(),
      label: v.string(),
      type: v.string(),
      length: v.nullish(v.number()),
      filterable: v.nullish(v.boolean()),
      updateable: v.nullish(v.boolean()),
      nillable: v.nullish(v.boolean()),
      calculated: v.nullish(v.boolean()),
      htmlFormatted: v.nullish(v.boolean()),
      extraTypeInfo: v.nullish(v.string()),
      referenceTo: v.nullish(v.array(v.string())),
      relationshipName: v.nullish(v.string()),
      picklistValues: v.nullish(v.array(v.object({ value: v.string(), label: v.nullish(v.string()) }))),
    }),
  ),
});

export const TrackedSchema = v.object({
  QualifiedApiName: v.string(),
  IsFieldHistoryTracked: v.nullish(v.boolean()),
});

export const ProfileSchema = v.object({ ProfileId: v.nullish(v.string()) });

export const FieldPermissionSchema = v.object({ Id: v.string(), PermissionsEdit: v.nullish(v.boolean()) });

export const IdSchema = v.object({ Id: v.string() });

/** A record that was just created. */
export const CreatedSchema = v.object({ id: v.string() });

export const OrganizationSchema = v.object({
  Id: v.string(),
  Name: v.string(),
  TimeZoneSidKey: v.nullish(v.string()),
});

export const ModifiedSchema = v.object({ SystemModstamp: v.string() });

/** A user as a history row or a query names one; people may not be allowed to see all of it. */
export const UserSchema = v.object({
  Name: v.nullish(v.string()),
  UserType: v.nullish(v.string()),
  Profile: v.nullish(
    v.object({
      Name: v.nullish(v.string()),
      UserLicense: v.nullish(v.object({ Name: v.nullish(v.string()) })),
    }),
  ),
});

export const PersonSchema = v.object({ Id: v.string(), Name: v.string(), IsActive: v.nullish(v.boolean()) });

/** Old and new value are of any type. */
export const HistoryRowSchema = v.object({
  Id: v.string(),
  Field: v.string(),
  DataType: v.nullish(v.string()),
  OldValue: v.unknown(),
  NewValue: v.unknown(),
  CreatedById: v.string(),
  CreatedBy: v.nullish(UserSchema),
  CreatedDate: v.string(),
});

/** One row of an opportunity's stage history: the values after a change of any of them, without those that may not be read. */
export const StageRowSchema = v.object({
  Id: v.string(),
  StageName: v.optional(v.unknown()),
  Amount: v.optional(v.unknown()),
  CloseDate: v.optional(v.unknown()),
  Probability: v.optional(v.unknown()),
  CreatedById: v.string(),
  CreatedBy: v.nullish(UserSchema),
  CreatedDate: v.string(),
});

/** A row of Salesforce's own list of suggestions; `Subject` is the field's API name. */
export const NativeRowSchema = v.object({
  Id: v.string(),
  Subject: v.string(),
  SuggestedNewValue: v.pipe(v.string(), v.minLength(1)),
  Description: v.nullish(v.string()),
  ExpirationDate: v.nullish(v.string()),
  CreatedDate: v.string(),
  CreatedById: v.string(),
});

export const ParentSchema = v.object({ ParentId: v.string() });

/** REST's errors: one object each, in a list. */
export const ErrorsSchema = v.array(
  v.object({
    message: v.nullish(v.string()),
    errorCode: v.nullish(v.string()),
    fields: v.nullish(v.array(v.string())),
  }),
);

/** UI API's error. */
export const UiErrorSchema = v.object({
  message: v.nullish(v.string()),
  errorCode: v.nullish(v.string()),
  output: v.nullish(v.object({ errors: v.nullish(ErrorsSchema) })),
});

/** The token endpoint's error. */
export const OAuthErrorSchema = v.object({ error: v.string(), error_description: v.nullish(v.string()) });

export const TokenSchema = v.object({
  access_token: v.string(),
  refresh_token: v.nullish(v.string()),
  instance_url: v.nullish(v.string()),
});
