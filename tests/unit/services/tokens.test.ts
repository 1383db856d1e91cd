import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { issueToken, redeemToken, type Shown } from '../../../lib/services/tokens';

const SHOWN: Shown = {
  page: { crm: 'hubspot', account: '1', object: '0-3', id: '9' },
  ref: { crm: 'hubspot', account: '1', object: '0-3', id: '9' },
  field: 'amount',
  suggestion: 's',
  seen: '5',
  to: '6',
  tab: null,
};

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('a token is good once, and says what was shown', async () => {
  const token = await issueToken(SHOWN);
  expect(await redeemToken(token)).toMatchObject(SHOWN);
  expect(await redeemToken(token)).toBeNull();
  expect(await redeemToken('another')).toBeNull();
});

test('one that is older than an hour is told from one that is unknown', async () => {
  const token = await issueToken(SHOWN);
  vi.setSystemTime(Date.now() + 61 * 60_000);
  expect(await redeemToken(token)).toBe('old');
  expect(await redeemToken(token)).toBeNull();
});
