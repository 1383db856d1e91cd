import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pipedriveCost, pipedriveLimits } from '../../../../lib/crm/pipedrive/limits';
import { pipedriveSide } from '../../../../lib/crm/pipedrive/side';

test('the short window is read where it is sent', () => {
  const headers = new Headers({ 'x-ratelimit-limit': '40', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1' });
  expect(pipedriveLimits(headers)).toEqual({ burst: { limit: 40, remaining: 3, windowMs: 2_000 } });
  expect(pipedriveLimits(new Headers())).toEqual({});
  expect(pipedriveLimits(new Headers({ 'x-ratelimit-remaining': 'soon' }))).toEqual({});
});

const COSTS: [method: string, path: string, cost: number][] = [
  ['GET', 'api/v2/deals/42', 1],
  ['GET', 'api/v2/persons/42?custom_fields=a', 1],
  ['GET', 'api/v2/organizations/42/', 1],
  ['GET', 'api/v2/deals?limit=500', 10],
  ['GET', 'api/v2/dealFields?limit=500', 10],
  ['GET', 'api/v2/organizationFields', 10],
  ['GET', 'api/v2/stages', 5],
  ['GET', 'api/v2/pipelines?limit=500', 5],
  ['GET', 'v1/deals/42/changelog?limit=500', 20],
  ['GET', 'api/v1/persons/42/changelog', 20],
  ['GET', 'v1/deals/42/flow', 40],
  ['GET', 'v1/recents', 20],
  ['GET', 'v1/users', 20],
  ['GET', 'v1/users/me', 2],
  ['PATCH', 'api/v2/deals/42', 5],
  ['PATCH', 'api/v2/persons/42', 5],
  ['PATCH', 'v1/leads/3f0c1a2e-0000-4000-8000-000000000000', 10],
  ['GET', 'v1/leads?limit=500', 20],
  ['POST', 'api/v2/dealFields', 20],
  ['DELETE', `api/v2/personFields/${'a'.repeat(40)}`, 20],
];

test.each(COSTS)('%s %s costs %i', (method, path, cost) => {
  for (const host of ['api.pipedrive.com', 'northwind.pipedrive.com']) {
    expect(pipedriveCost(method, new URL(`https://${host}/${path}`))).toBe(cost);
  }
});

test('every request costs something, and what is not known costs as much as a dear one', () => {
  const segment = fc.constantFrom('api', 'v1', 'v2', 'deals', 'persons', 'leads', '42', 'changelog', 'dealFields', 'x');
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
      fc.array(segment, { maxLength: 5 }),
      (method, path) => {
        expect(pipedriveCost(method, new URL(`https://api.pipedrive.com/${path.join('/')}`))).toBeGreaterThanOrEqual(1);
      },
    ),
  );
  expect(pipedriveCost('GET', new URL('https://api.pipedrive.com/v1/something'))).toBe(20);
});

test('the side says how a request is authorised and what a day has', () => {
  expect(pipedriveSide.authorise({ token: 't', apiHost: 'https://x' })).toEqual({ 'x-api-token': 't' });
  expect(pipedriveSide.dailyBudget).toBe(30_000);
  expect(pipedriveSide.signIn).toBe('token');
});
