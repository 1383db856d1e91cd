/** HubSpot's error envelopes. Shapes follow its public API descriptions and recorded answers. */
import { randomUUID } from 'node:crypto';
import type { Reply } from '../../http.ts';

interface ErrorDetail {
  message: string;
  code?: string;
  in?: string;
  context?: Record<string, string[]>;
  subCategory?: string;
}

interface ErrorExtras {
  subCategory?: string;
  errors?: ErrorDetail[];
  context?: Record<string, string[]>;
}

/** Thrown by routes; becomes the answer. */
export class ApiError extends Error {
  readonly reply: Reply;
  constructor(status: number, category: string, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.reply = { status, body: { status: 'error', message, correlationId: randomUUID(), ...extras, category } };
  }
}

/** What is wrong with one property of a write. */
export interface PropertyProblem {
  isValid: false;
  message: string;
  error: string;
  name: string;
  localizedErrorMessage: string;
  portalId: number;
}

export const invalid = (message: string, extras?: ErrorExtras): ApiError =>
  new ApiError(400, 'VALIDATION_ERROR', message, extras);

/** HubSpot puts the list of problems into the message, as JSON. */
export const invalidProperties = (problems: readonly PropertyProblem[]): ApiError =>
  invalid(`Property values were not valid: ${JSON.stringify(problems)}`, {
    errors: problems.map((problem) => ({
      message: problem.message,
      code: problem.error,
      context: { propertyName: [problem.name] },
    })),
  });

export const invalidJson = (): ApiError => invalid('Invalid input JSON on line 1, column 1');

export const notFound = (): ApiError => new ApiError(404, 'OBJECT_NOT_FOUND', 'resource not found');

export const unauthorized = (): ApiError =>
  new ApiError(
    401,
    'INVALID_AUTHENTICATION',
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
  );

export const missingScopes = (requiredScopes: string[]): ApiError => {
  const message =
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes.";
  return new ApiError(403, 'MISSING_SCOPES', message, {
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredScopes },
      },
    ],
  });
};

export type RatePolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

const LIMIT_NAMES: Record<RatePolicy, string> = {
  TEN_SECONDLY_ROLLING: 'ten_secondly_rolling',
  SECONDLY: 'secondly',
  DAILY: 'daily',
};

/** A 429; it has another envelope than all other errors. */
export function rateLimited(policyName: RatePolicy): Reply {
  return {
    status: 429,
    body: {
      status: 'error',
      message: `You have reached your ${LIMIT_NAMES[policyName]} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: randomUUID(),
      policyName,
    },
  };
}
