import { pipedrivePage } from '../../lib/crm/pipedrive/fields';
import { conformance } from './conformance';
import { pipedrivePages } from './pipedrive/pages';

const HOST = 'northwind.pipedrive.com';
const LEAD = '7c0d4f1e-2b9a-4f0c-8d3e-5a6b7c8d9e0f';
const ref = (object: string, id: string, account = HOST) => ({ account, object, id });

conformance({
  name: 'Pipedrive',
  adapter: pipedrivePage,
  pages: pipedrivePages(),
  addresses: [
    { url: `https://${HOST}/deal/42`, names: ref('deal', '42') },
    { url: `https://${HOST}/deal/42/?x=y#z`, names: ref('deal', '42') },
    { url: `https://${HOST}/person/7`, names: ref('person', '7') },
    { url: `https://${HOST}/organization/7/deals`, names: ref('organization', '7') },
    { url: `https://${HOST}/leads/inbox/${LEAD}`, names: ref('lead', LEAD) },
    { url: 'https://20191010-1c32d5.pipedrive.com/deal/1', names: ref('deal', '1', '20191010-1c32d5.pipedrive.com') },
    { url: `https://${HOST}/deals/list`, names: null },
    { url: `https://${HOST}/deals/42`, names: null },
    { url: `https://${HOST}/deals/user/everyone?selectedItem=deal&selectedId=42`, names: null },
    { url: `https://${HOST}/deal/42?selectedItem=deal`, names: null },
    { url: `https://${HOST}/deal/42x`, names: null },
    { url: `https://${HOST}/pipeline/1`, names: null },
    { url: `https://${HOST}/leads/inbox`, names: null },
    { url: `https://${HOST}/leads/inbox/42`, names: null },
    { url: `https://${HOST}/settings/fields`, names: null },
    { url: 'https://app.pipedrive.com/deal/42', names: null },
    { url: 'https://api.pipedrive.com/deal/42', names: null },
    { url: 'https://webforms.pipedrive.com/deal/42', names: null },
    { url: `http://${HOST}/deal/42`, names: null },
    { url: `https://${HOST}.example/deal/42`, names: null },
    { url: 'https://pipedrive.com/deal/42', names: null },
    { url: 'https://a.b.pipedrive.com/deal/42', names: null },
  ],
});
