import { defineContentScript } from 'wxt/utils/define-content-script';
import { locateHubSpot } from '../../lib/crm/hubspot/url';
import { loadOverlay } from '../../lib/overlay/load';

export default defineContentScript({
  matches: ['https://*.hubspot.com/*'],
  runAt: 'document_idle',
  // The page could see that message.
  noScriptStartedPostMessage: true,
  main: (ctx) => loadOverlay(ctx, locateHubSpot, '/hubspotPage.js'),
});
