/**
 * Salesforce's page side on pages of real LWC components with synthetic shadow, alone and with native ones among them. Loading it
 * changes the document for good, so these have a document of their own. A test runs in the page's world, where such components show
 * shadow roots; the extension runs beside it, where they are one tree, as on the plain pages.
 */
import { salesforcePage } from '../../lib/crm/salesforce/fields';
import { conformance } from './conformance';
import { salesforcePages } from './salesforce/pages';

conformance({
  name: 'Salesforce, synthetic shadow',
  adapter: salesforcePage,
  pages: salesforcePages('synthetic'),
  imitated: true,
  addresses: [],
});
