import { defineContentScript } from 'wxt/utils/define-content-script';
import { locatePipedrive } from '../../lib/crm/pipedrive/url';
import { loadOverlay } from '../../lib/overlay/load';

export default defineContentScript({
  matches: ['https://*.pipedrive.com/*'],
  runAt: 'document_idle',
  // The page could see that message.
  noScriptStartedPostMessage: true,
  main: (ctx) => loadOverlay(ctx, locatePipedrive, '/pipedrivePage.js'),
});
