/** Salesforce's error envelopes: an array for REST, an object for the UI API, an OAuth error for sign-in. */
import type { Reply } from '../../http.ts';

/** Thrown by routes; becomes the answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Fields it is about; only errors of a save have them. */
  readonly fields: readonly string[] | undefined;

  constructor(status: number, code: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }

  /** As REST sends it. */
  get reply(): Reply {
    return { status: this.status, body: [this.entry] };
  }

  get entry(): { message: string; errorCode: string; fields?: readonly string[] } {
    return { message: this.message, errorCode: this.code, ...(this.fields && { fields: this.fields }) };
  }

  /** As a save in a collection reports it. */
  get saveError(): { statusCode: string; message: string; fields: readonly string[] } {
    return { statusCode: this.code, message: this.message, fields: this.fields ?? [] };
  }

  /** As the UI API sends it. */
  get uiReply(): Reply {
    const detail = (field: string | null) => ({
      errorCode: this.code,
      message: this.message,
      field,
      fieldLabel: null,
      constituentField: null,
      duplicateRecordError: null,
    });
    const fields = this.fields ?? [];
    const body = {
      statusCode: this.status,
      errorCode: this.code,
      message: this.message,
      enhancedErrorType: 'RecordError',
      output: {
        errors: fields.length === 0 ? [detail(null)] : [],
        fieldErrors: Object.fromEntries(fields.map((field) => [field, [detail(field)]])),
      },
    };
    return { status: this.status, body };
  }
}

const REFERENCE =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

/** The same for a field that does not exist and one that this user must not see. */
export const noSuchColumn = (column: string, entity: string): ApiError =>
  new ApiError(400, 'INVALID_FIELD', `No such column '${column}' on entity '${entity}'. ${REFERENCE}`);

export const noSuchType = (name: string): ApiError =>
  new ApiError(
    400,
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );

export const malformedQuery = (message: string): ApiError => new ApiError(400, 'MALFORMED_QUERY', message);

export const malformedJson = (message: string): ApiError => new ApiError(400, 'JSON_PARSER_ERROR', message);

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');

export const notAllowed = (method: string): ApiError =>
  new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed.`);

export const sessionExpired = (): ApiError => new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** A page's session, or an app that the org does not let in: signing in anew does not help. */
export const sessionNotForApi = (): ApiError =>
  new ApiError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');

export const limitExceeded = (): ApiError =>
  new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');

export const noAccess = (): ApiError =>
  new ApiError(403, 'INSUFFICIENT_ACCESS', 'insufficient access rights on this resource');

/** The body of a 412 is not settled in the open; clients go by the status. */
export const preconditionFailed = (): ApiError =>
  new ApiError(412, 'PRECONDITION_FAILED', 'The record has been modified since the given time.');
