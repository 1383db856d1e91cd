import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../../lib/crm/salesforce/errors';
import { salesforceLimits } from '../../../../lib/crm/salesforce/limits';
import { salesforceOAuth } from '../../../../lib/crm/salesforce/oauth';

const NOW = 1_000_000;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  date: undefined,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const rest = (errorCode: string, message = 'the words', more: object = {}) => [{ message, errorCode, ...more }];

test.each([
  [400, rest('INVALID_FIELD'), { kind: 'refused', message: 'the words' }],
  [400, rest('MALFORMED_QUERY'), { kind: 'refused' }],
  [400, rest('INVALID_TYPE'), { kind: 'refused' }],
  [400, rest('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'No.', { fields: ['Amount'] }), { kind: 'refused', message: 'No.' }],
  [
    400,
    rest('INVALID_FIELD_FOR_INSERT_UPDATE', 'No.', { fields: ['Amount', 'IsWon'] }),
    { kind: 'forbidden', missing: 'Amount, IsWon', message: 'No.' },
  ],
  [400, rest('INVALID_FIELD_FOR_INSERT_UPDATE'), { kind: 'forbidden', missing: 'INVALID_FIELD_FOR_INSERT_UPDATE' }],
  [400, rest('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'No.'), { kind: 'refused', message: 'No.' }],
  [400, rest('ENTITY_IS_LOCKED', 'Locked.'), { kind: 'refused', message: 'Locked.' }],
  [400, rest('INSUFFICIENT_ACCESS_OR_READONLY'), { kind: 'forbidden', missing: 'INSUFFICIENT_ACCESS_OR_READONLY' }],
  [400, rest('UNABLE_TO_LOCK_ROW'), { kind: 'busy', retryAt: NOW + 2_000 }],
  [401, rest('INVALID_SESSION_ID', 'Session expired or invalid'), { kind: 'signedOut' }],
  [401, '<html>', { kind: 'signedOut' }],
  [403, rest('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), { kind: 'daily', retryAt: NOW + 3_600_000 }],
  [403, rest('API_DISABLED_FOR_ORG'), { kind: 'forbidden', missing: 'API_DISABLED_FOR_ORG' }],
  [403, '<html>Forbidden', { kind: 'unreadable' }],
  [404, rest('NOT_FOUND', 'The requested resource does not exist'), { kind: 'gone' }],
  [404, rest('ENTITY_IS_DELETED'), { kind: 'gone' }],
  [404, '<html>', { kind: 'unreadable' }],
  [412, rest('PRECONDITION_FAILED', 'the words'), { kind: 'conflict', message: 'the words' }],
  [412, '', { kind: 'conflict' }],
  [412, '<html>', { kind: 'conflict' }],
  [414, '<html>', { kind: 'unreadable' }],
  [500, rest('UNKNOWN_EXCEPTION'), { kind: 'server', message: 'the words' }],
  [503, 'oops', { kind: 'server' }],
  // UI API: an object, with what is wrong one level down.
  [
    400,
    {
      statusCode: 400,
      message: 'An error occurred',
      enhancedErrorType: 'RecordError',
      output: { errors: [{ errorCode: 'ENTITY_IS_LOCKED', message: 'Locked', field: null }], fieldErrors: {} },
    },
    { kind: 'refused', message: 'Locked' },
  ],
  [403, { statusCode: 403, errorCode: 'INSUFFICIENT_ACCESS', message: 'm' }, { kind: 'forbidden' }],
  [400, [], { kind: 'unreadable' }],
  [400, 'null', { kind: 'unreadable' }],
])('%i %j', (status, body, expected) => {
  expect(problemOf(answer(status, body), NOW)).toMatchObject({ status, ...expected });
});

describe('a refused token', () => {
  const { expired } = salesforceOAuth;
  test('an expired one can be renewed', () => {
    expect(expired(answer(401, rest('INVALID_SESSION_ID', 'Session expired or invalid')))).toBe(true);
    expect(expired(answer(401, ''))).toBe(true);
  });
  test.each([
    [401, rest('INVALID_SESSION_ID', 'This session is not valid for use with the REST API')],
    [401, 'This session is not valid for use with the REST API'],
    [403, rest('INVALID_SESSION_ID')],
    [200, rest('INVALID_SESSION_ID')],
  ])('%i %j cannot', (status, body) => {
    expect(expired(answer(status, body))).toBe(false);
  });
});

test.each([
  ['api-usage=18/5000', { daily: { limit: 5000, remaining: 4982 } }],
  ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)', { daily: { limit: 5000, remaining: 4975 } }],
  ['per-app-api-usage=17/250(appName=sample-app), api-usage=5001/5000', { daily: { limit: 5000, remaining: 0 } }],
  ['per-app-api-usage=17/250(appName=sample-app)', {}],
  ['', {}],
])('limits of %j', (header, limits) => {
  expect(salesforceLimits(new Headers(header ? { 'Sforce-Limit-Info': header } : {}))).toEqual(limits);
});
