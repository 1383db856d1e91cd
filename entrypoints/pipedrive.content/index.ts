import { defineContentScript } from 'wxt/utils/define-content-script';
import { pipedrivePage } from '../../lib/crm/pipedrive/fields';
import { startOverlay } from '../../lib/overlay/start';

export default defineContentScript({
  matches: ['https://*.pipedrive.com/*'],
  runAt: 'document_idle',
  // The page could see that message.
  noScriptStartedPostMessage: true,
  main: (ctx) => startOverlay(ctx, pipedrivePage),
});
