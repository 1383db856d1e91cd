import { defineContentScript } from 'wxt/utils/define-content-script';
import { locateSalesforce } from '../../lib/crm/salesforce/url';
import { loadOverlay } from '../../lib/overlay/load';

export default defineContentScript({
  matches: ['https://*.lightning.force.com/*'],
  runAt: 'document_idle',
  // The page could see that message.
  noScriptStartedPostMessage: true,
  main: (ctx) => loadOverlay(ctx, locateSalesforce, '/salesforcePage.js'),
});
