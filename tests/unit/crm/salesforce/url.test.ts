import { expect, test } from 'vitest';
import { locateSalesforce } from '../../../../lib/crm/salesforce/url';

const ID = '006Hs000001AbCdIAK';
const HOST = 'acme.lightning.force.com';
const opportunity = { account: HOST, object: 'Opportunity', id: ID };

const cases: [url: string, names: ReturnType<typeof locateSalesforce>][] = [
  [`https://${HOST}/lightning/r/Opportunity/${ID}/view`, opportunity],
  [`https://${HOST}/lightning/r/Opportunity/${ID.slice(0, 15)}/view`, opportunity],
  [`https://${HOST}/lightning/r/Opportunity/${ID}/edit?count=1`, opportunity],
  [`https://${HOST}/lightning/r/Opportunity/${ID}/clone`, opportunity],
  [`https://${HOST}/lightning/r/Opportunity/${ID}/related/Histories/view`, opportunity],
  [`https://${HOST}/lightning/r/${ID}/view`, opportunity],
  [
    `https://${HOST}/lightning/r/Opportunity/${ID}/view?ws=%2Flightning%2Fr%2FAccount%2F001Hs000003F2kLIAS%2Fview`,
    opportunity,
  ],
  [
    `https://${HOST}/lightning/r/Deal__c/a0XHs000000AbCdMAK/view`,
    { account: HOST, object: 'Deal__c', id: 'a0XHs000000AbCdMAK' },
  ],
  [`https://${HOST}/lightning/r/001Hs000003F2kL/view`, { account: HOST, object: 'Account', id: '001Hs000003F2kLIAS' }],
  [`https://${HOST}/lightning/r/00QHs000002LmN1/view`, { account: HOST, object: 'Lead', id: '00QHs000002LmN1MAK' }],
  ...[
    'acme--uat.sandbox.lightning.force.com',
    'acme-dev-ed.develop.lightning.force.com',
    'a-b-1.scratch.lightning.force.com',
    'acme.trailblaze.lightning.force.com',
  ].map(
    (host) =>
      [`https://${host}/lightning/r/Opportunity/${ID}/view`, { ...opportunity, account: host }] as [
        string,
        typeof opportunity,
      ],
  ),
  [`https://${HOST}/lightning/r/a0XHs000000AbCdMAK/view`, null],
  [`https://${HOST}/lightning/r/Opportunity/006Hs000001AbCdIAS/view`, null],
  [`https://${HOST}/lightning/r/Opportunity/006Hs00/view`, null],
  [`https://${HOST}/lightning/r/Opportunity/${ID}`, null],
  [`https://${HOST}/lightning/o/Opportunity/list?filterName=Recent`, null],
  [`https://${HOST}/lightning/o/Opportunity/pipelineInspection`, null],
  [`https://${HOST}/lightning/setup/ObjectManager/home`, null],
  [`https://${HOST}/one/one.app#/sObject/${ID}/view`, null],
  [`https://${HOST}/lightning/n/Home?ws=%2Flightning%2Fr%2FOpportunity%2F${ID}%2Fview`, null],
  [`https://acme.my.salesforce.com/${ID}`, null],
  [`https://acme.my.salesforce.com/lightning/r/Opportunity/${ID}/view`, null],
  [`http://${HOST}/lightning/r/Opportunity/${ID}/view`, null],
  [`https://lightning.force.com/lightning/r/Opportunity/${ID}/view`, null],
  [`https://${HOST}.evil.example/lightning/r/Opportunity/${ID}/view`, null],
  [`https://acmelightning.force.com/lightning/r/Opportunity/${ID}/view`, null],
];

test.each(cases)('%s', (url, expected) => expect(locateSalesforce(new URL(url))).toEqual(expected));
