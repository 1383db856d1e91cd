import * as v from 'valibot';
import { expect, test } from 'vitest';
import { problemOf, readAnswer } from '../../../../lib/crm/pipedrive/errors';
import { ApiProblem } from '../../../../lib/crm/problem';

const NOW = 1_000_000;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  date: undefined,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const failed = (error: string, code?: string) => ({
  success: false,
  error,
  error_info: 'Please check developers.pipedrive.com',
  data: null,
  additional_data: null,
  ...(code && { code }),
});
const HTML = '<!DOCTYPE html><title>Access denied</title>';

test.each([
  [
    401,
    { success: false, error: 'unauthorized access', errorCode: 401 },
    {},
    { kind: 'signedOut', message: 'unauthorized access' },
  ],
  [
    403,
    failed('You do not have permission to do this.'),
    {},
    { kind: 'forbidden', missing: 'You do not have permission to do this.' },
  ],
  [
    403,
    failed('limit', 'feature_capping_deals_limit'),
    {},
    { kind: 'refused', message: 'feature_capping_deals_limit: limit' },
  ],
  [403, HTML, {}, { kind: 'busy', retryAt: NOW + 60_000 }],
  [404, failed('Deal not found'), {}, { kind: 'gone', message: 'Deal not found' }],
  [404, HTML, {}, { kind: 'unreadable' }],
  [
    429,
    failed('rate limit exceeded'),
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '20' },
    { kind: 'busy', retryAt: NOW + 2_000 },
  ],
  [429, '', { 'x-ratelimit-remaining': '0' }, { kind: 'busy', retryAt: NOW + 2_000 }],
  [429, '', { 'x-ratelimit-remaining': '0', 'retry-after': '5' }, { kind: 'busy', retryAt: NOW + 5_000 }],
  [429, '', { 'retry-after': '99999999999' }, { kind: 'daily', retryAt: NOW + 86_400_000 }],
  [503, '', { 'retry-after': '30' }, { kind: 'server', retryAt: NOW + 30_000 }],
  [429, failed('rate limit exceeded'), { 'x-ratelimit-remaining': '12' }, { kind: 'daily', retryAt: NOW + 3_600_000 }],
  [429, failed('rate limit exceeded'), {}, { kind: 'daily', retryAt: NOW + 3_600_000 }],
  [429, HTML, {}, { kind: 'daily' }],
  [
    400,
    failed('ERR_SCHEMA_VALIDATION_FAILED: updated_since is not a valid datetime'),
    {},
    { kind: 'refused', message: 'ERR_SCHEMA_VALIDATION_FAILED: updated_since is not a valid datetime' },
  ],
  [
    400,
    failed('no', 'ERR_SCHEMA_VALIDATION_FAILED'),
    {},
    { kind: 'refused', message: 'ERR_SCHEMA_VALIDATION_FAILED: no' },
  ],
  [
    400,
    failed('ERR_SCHEMA_VALIDATION_FAILED: no', 'ERR_SCHEMA_VALIDATION_FAILED'),
    {},
    { kind: 'refused', message: 'ERR_SCHEMA_VALIDATION_FAILED: no' },
  ],
  [400, { success: false, error_info: 'Ask us' }, {}, { kind: 'refused', message: 'Ask us' }],
  [400, HTML, {}, { kind: 'unreadable' }],
  [500, 'oops', {}, { kind: 'server' }],
  [502, HTML, {}, { kind: 'server' }],
])('%i %j %j', (status, body, headers, expected) => {
  expect(problemOf(answer(status, body, headers), NOW)).toMatchObject({ status, ...expected });
});

test('a 403 in HTML says nothing about rights', () => {
  expect(problemOf(answer(403, HTML), NOW)).not.toHaveProperty('missing');
});

const SCHEMA = v.object({ data: v.object({ id: v.number() }) });
const problem = (status: number, body: unknown) => {
  try {
    readAnswer(answer(status, body), SCHEMA, NOW);
  } catch (error) {
    return error instanceof ApiProblem ? error.problem : error;
  }
  return null;
};

test('answers', () => {
  expect(readAnswer(answer(200, { success: true, data: { id: 7 } }), SCHEMA, NOW)).toEqual({ data: { id: 7 } });
  expect(problem(200, HTML)).toMatchObject({ kind: 'unreadable' });
  expect(problem(200, '{"data":')).toMatchObject({ kind: 'unreadable' });
  expect(problem(200, { success: true, data: { id: '7' } })).toMatchObject({
    kind: 'unreadable',
    message: expect.stringContaining('data.id'),
  });
  expect(problem(200, failed('something'))).toMatchObject({ kind: 'refused', message: 'something' });
  expect(problem(404, failed('Deal not found'))).toMatchObject({ kind: 'gone' });
});
