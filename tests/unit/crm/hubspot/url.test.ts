import { expect, test } from 'vitest';
import { locateHubSpot } from '../../../../lib/crm/hubspot/url';

test.each([
  ['https://app.hubspot.com/contacts/1/record/0-3/9', { account: '1', object: '0-3', id: '9' }],
  ['https://app-eu1.hubspot.com/contacts/1/record/0-1/9/view/1?x=y#z', { account: '1', object: '0-1', id: '9' }],
  ['https://app.hubspot.com/contacts/1/record/2-777/9/', { account: '1', object: '2-777', id: '9' }],
  ['https://app.hubspot.com/contacts/1/deal/9', { account: '1', object: '0-3', id: '9' }],
  ['https://app.hubspot.com/contacts/1/ticket/9/', { account: '1', object: '0-5', id: '9' }],
  ['https://app.hubspot.com/contacts/1/objects/0-3/views/all/list', null],
  ['https://app.hubspot.com/contacts/1/record/0-3/', null],
  ['https://app.hubspot.com/contacts/1/record/0-3/9a', null],
  ['https://app.hubspot.com/property-settings/1/record/0-3/9', null],
  ['https://blog.hubspot.com/contacts/1/record/0-3/9', null],
  ['https://app.hubspot.com.evil.example/contacts/1/record/0-3/9', null],
  ['https://appX.hubspot.com/contacts/1/record/0-3/9', null],
  ['http://app.hubspot.com/contacts/1/record/0-3/9', null],
])('%s', (url, expected) => {
  expect(locateHubSpot(new URL(url))).toEqual(expected);
});
