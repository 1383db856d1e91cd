import { defineContentScript } from 'wxt/utils/define-content-script';
import { hubspotPage } from '../../lib/crm/hubspot/fields';
import { startOverlay } from '../../lib/overlay/start';

export default defineContentScript({
  matches: ['https://*.hubspot.com/*'],
  runAt: 'document_idle',
  // The page could see that message.
  noScriptStartedPostMessage: true,
  main: (ctx) => startOverlay(ctx, hubspotPage),
});
