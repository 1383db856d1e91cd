import * as v from 'valibot';
import { expect, test } from 'vitest';
import { problemOf, readAnswer } from '../../../../lib/crm/hubspot/errors';
import { hubspotLimits } from '../../../../lib/crm/hubspot/limits';
import { isNearlyUsed } from '../../../../lib/crm/limits';

const NOW = 1_000_000;
const DAY = 86_400_000;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  date: undefined,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

test.each([
  [401, { category: 'INVALID_AUTHENTICATION', message: 'm' }, {}, { kind: 'signedOut', message: 'm' }],
  [
    403,
    { category: 'MISSING_SCOPES', message: 'm', errors: [{ context: { requiredScopes: ['a', 'b'] } }] },
    {},
    { kind: 'forbidden', missing: 'a, b' },
  ],
  [403, '<html>', {}, { kind: 'unreadable' }],
  [404, { category: 'OBJECT_NOT_FOUND', message: 'm' }, {}, { kind: 'gone' }],
  [404, '<html>', {}, { kind: 'unreadable' }],
  [429, { policyName: 'TEN_SECONDLY_ROLLING' }, {}, { kind: 'busy', retryAt: NOW + 10_000 }],
  [429, { policyName: 'SECONDLY' }, {}, { kind: 'busy', retryAt: NOW + 1_000 }],
  [429, { policyName: 'SECONDLY' }, { 'retry-after': '7' }, { kind: 'busy', retryAt: NOW + 7_000 }],
  [429, { policyName: 'DAILY' }, {}, { kind: 'daily' }],
  [429, 'error code: 1015', {}, { kind: 'busy', retryAt: NOW + 10_000 }],
  [423, {}, {}, { kind: 'busy', retryAt: NOW + 2_000 }],
  [477, {}, { 'retry-after': '60' }, { kind: 'busy', retryAt: NOW + 60_000 }],
  [500, 'oops', {}, { kind: 'server' }],
  [503, {}, {}, { kind: 'server' }],
  [503, {}, { 'retry-after': '30' }, { kind: 'server', retryAt: NOW + 30_000 }],
  [429, {}, { 'retry-after': new Date(NOW + 30_000).toUTCString() }, { kind: 'busy', retryAt: NOW + 30_000 }],
  [429, {}, { 'retry-after': new Date(NOW - 30_000).toUTCString() }, { kind: 'busy', retryAt: NOW + 10_000 }],
  [429, {}, { 'retry-after': '99999999999' }, { kind: 'busy', retryAt: NOW + DAY }],
  [429, {}, { 'retry-after': 'soon' }, { kind: 'busy', retryAt: NOW + 10_000 }],
  [
    400,
    { category: 'VALIDATION_ERROR', message: 'the words', correlationId: 'c' },
    {},
    { kind: 'refused', message: 'the words', correlationId: 'c' },
  ],
  [414, '<html>', {}, { kind: 'unreadable' }],
])('%i %j %j', (status, body, headers, expected) => {
  expect(problemOf(answer(status, body, headers), NOW)).toMatchObject({ status, ...expected });
});

test('a time to come back at is by HubSpot’s clock, however far off that is', () => {
  const date = NOW - 5 * 3_600_000;
  const response = answer(429, {}, { 'retry-after': new Date(date + 20_000).toUTCString() });
  expect(problemOf({ ...response, date }, NOW)).toMatchObject({ kind: 'busy', retryAt: NOW + 20_000 });
});

test.each([
  [
    'Property values were not valid: [{"isValid":false,"message":"x was not one of [a, b]","error":"INVALID_OPTION","name":"s"}]',
    'x was not one of [a, b]',
  ],
  [
    'Property values were not valid: [{"message":"One }] two.","name":"a"},{"message":"Three.","name":"b"},{"message":"Three.","name":"c"}]',
    'One }] two.\nThree.',
  ],
  ['Some required fields were not set: [name, label]', 'Some required fields were not set: [name, label]'],
  ['Not valid: [{"error":"INVALID_OPTION"}]', 'Not valid: [{"error":"INVALID_OPTION"}]'],
  ['Not valid: [{"message":7}]', 'Not valid: [{"message":7}]'],
  ['Not valid: [{"message":"cut off', 'Not valid: [{"message":"cut off'],
  ['}] the wrong way [{', '}] the wrong way [{'],
])('a refusal is quoted in words: %s', (message, words) => {
  const { message: quoted } = problemOf(answer(400, { category: 'VALIDATION_ERROR', message }), NOW);
  expect(quoted).toBe(words);
});

test('an answer without content has no JSON to read, and only that', () => {
  expect(readAnswer(answer(204, ''), v.undefined(), NOW)).toBeUndefined();
  for (const broken of [answer(200, ''), answer(200, '<html>')]) {
    expect(() => readAnswer(broken, v.undefined(), NOW)).toThrow('unreadable');
  }
  expect(() => readAnswer(answer(204, ''), v.object({}), NOW)).toThrow('unreadable');
});

test('limits are read where they are sent, and 80 % is the end for us', () => {
  const headers = new Headers({
    'X-HubSpot-RateLimit-Daily': '250000',
    'X-HubSpot-RateLimit-Daily-Remaining': '50000',
    'X-HubSpot-RateLimit-Max': '100',
    'X-HubSpot-RateLimit-Remaining': '21',
    'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
  });
  const limits = hubspotLimits(headers);
  expect(limits).toEqual({
    daily: { limit: 250_000, remaining: 50_000 },
    burst: { limit: 100, remaining: 21, windowMs: 10_000 },
  });
  expect(isNearlyUsed(limits.daily)).toBe(true);
  expect(isNearlyUsed(limits.burst)).toBe(false);
  expect(hubspotLimits(new Headers())).toEqual({});
  expect(isNearlyUsed(undefined)).toBe(false);
});
