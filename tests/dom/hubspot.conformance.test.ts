import { hubspotPage } from '../../lib/crm/hubspot/fields';
import { conformance } from './conformance';
import { hubspotPages } from './hubspot/pages';

const ref = (account: string, object: string, id: string) => ({ account, object, id });

conformance({
  name: 'HubSpot',
  adapter: hubspotPage,
  pages: hubspotPages(),
  addresses: [
    { url: 'https://app.hubspot.com/contacts/12/record/0-3/34', names: ref('12', '0-3', '34') },
    { url: 'https://app-eu1.hubspot.com/contacts/12/record/0-1/34/view/1?x=y#z', names: ref('12', '0-1', '34') },
    { url: 'https://app.hubspot.com/contacts/12/record/2-777/34/', names: ref('12', '2-777', '34') },
    { url: 'https://app.hubspot.com/contacts/12/company/34', names: ref('12', '0-2', '34') },
    { url: 'https://app.hubspot.com/contacts/12/ticket/34/', names: ref('12', '0-5', '34') },
    { url: 'https://app.hubspot.com/contacts/12/objects/0-3/views/all/list', names: null },
    { url: 'https://app.hubspot.com/contacts/12/record/0-3/new', names: null },
    { url: 'https://app.hubspot.com/contacts/12/record/0-3/34x', names: null },
    { url: 'http://app.hubspot.com/contacts/12/record/0-3/34', names: null },
    { url: 'https://app.hubspot.com.example/contacts/12/record/0-3/34', names: null },
    { url: 'https://evil-app.hubspot.com/contacts/12/record/0-3/34', names: null },
    { url: 'https://app-eu10.hubspot.com/contacts/12/record/0-3/34', names: null },
    { url: 'https://www.hubspot.com/contacts/12/record/0-3/34', names: null },
  ],
});
