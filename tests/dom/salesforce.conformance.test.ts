import { salesforcePage } from '../../lib/crm/salesforce/fields';
import { conformance } from './conformance';
import { salesforcePages } from './salesforce/pages';

const HOST = 'acme.lightning.force.com';
const ID = '006Hs000001AbCdIAK';
const ref = (object: string, id: string, account = HOST) => ({ account, object, id });

conformance({
  name: 'Salesforce',
  adapter: salesforcePage,
  pages: salesforcePages('plain'),
  addresses: [
    { url: `https://${HOST}/lightning/r/Opportunity/${ID}/view`, names: ref('Opportunity', ID) },
    { url: `https://${HOST}/lightning/r/Opportunity/${ID.slice(0, 15)}/edit?x=y#z`, names: ref('Opportunity', ID) },
    { url: `https://${HOST}/lightning/r/${ID}/view`, names: ref('Opportunity', ID) },
    {
      url: `https://${HOST}/lightning/r/Renewal__c/a0XHs000000AbCdMAK/view`,
      names: ref('Renewal__c', 'a0XHs000000AbCdMAK'),
    },
    {
      url: `https://acme--uat.sandbox.lightning.force.com/lightning/r/Opportunity/${ID}/view`,
      names: ref('Opportunity', ID, 'acme--uat.sandbox.lightning.force.com'),
    },
    {
      url: `https://${HOST}/lightning/r/Opportunity/${ID}/view?ws=%2Flightning%2Fr%2FAccount%2F001Hs000003F2kLIAS%2Fview`,
      names: ref('Opportunity', ID),
    },
    { url: `https://${HOST}/lightning/r/a0XHs000000AbCdMAK/view`, names: null },
    { url: `https://${HOST}/lightning/o/Opportunity/list`, names: null },
    { url: `https://${HOST}/lightning/page/home`, names: null },
    { url: `https://acme.my.salesforce.com/${ID}`, names: null },
    { url: `http://${HOST}/lightning/r/Opportunity/${ID}/view`, names: null },
    { url: `https://${HOST}.example/lightning/r/Opportunity/${ID}/view`, names: null },
  ],
});
