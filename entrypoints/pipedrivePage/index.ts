import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { pipedrivePage } from '../../lib/crm/pipedrive/fields';
import { startOverlay } from '../../lib/overlay/start';

/** What the content script loads on a record's page. */
export default defineUnlistedScript(() => (ctx: ContentScriptContext) => startOverlay(ctx, pipedrivePage));
