import { expect, test } from 'vitest';
import { locatePipedrive } from '../../../../lib/crm/pipedrive/url';

const account = 'northwind.pipedrive.com';
const LEAD = '7c0d4f1e-2b9a-4f0c-8d3e-5a6b7c8d9e0f';

test.each([
  [`https://${account}/deal/42`, { account, object: 'deal', id: '42' }],
  [`https://${account}/deal/42/?a=b#c`, { account, object: 'deal', id: '42' }],
  ['https://NORTHWIND.pipedrive.com/person/7', { account, object: 'person', id: '7' }],
  [`https://${account}/organization/7/deals`, { account, object: 'organization', id: '7' }],
  [`https://${account}/leads/inbox/${LEAD}`, { account, object: 'lead', id: LEAD }],
  [`https://${account}/leads/inbox/${LEAD.toUpperCase()}`, { account, object: 'lead', id: LEAD }],
  [`https://${account}/deals/42`, null],
  [`https://${account}/deals/list/user/everyone`, null],
  [`https://${account}/pipeline/1?selectedItem=deal`, null],
  [`https://${account}/deal/42?selectedItem=deal`, null],
  [`https://${account}/deal/`, null],
  [`https://${account}/deal/4a`, null],
  [`https://${account}/leads/inbox/42`, null],
  ['https://app.pipedrive.com/deal/42', null],
  ['https://oauth.pipedrive.com/deal/42', null],
  ['https://webforms.pipedrive.com/deal/42', null],
  ['https://northwind.pipedrive.com.evil.example/deal/42', null],
  ['https://evilpipedrive.com/deal/42', null],
  ['http://northwind.pipedrive.com/deal/42', null],
])('%s', (url, expected) => {
  expect(locatePipedrive(new URL(url))).toEqual(expected);
});
