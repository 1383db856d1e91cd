import { defineContentScript } from 'wxt/utils/define-content-script';
import { salesforcePage } from '../../lib/crm/salesforce/fields';
import { startOverlay } from '../../lib/overlay/start';

export default defineContentScript({
  matches: ['https://*.lightning.force.com/*'],
  runAt: 'document_idle',
  // The page could see that message.
  noScriptStartedPostMessage: true,
  main: (ctx) => startOverlay(ctx, salesforcePage),
});
