/** What a changelog row says about where a change came from, for each way of writing. */
import type { Source } from './types.ts';

export const CHROME_UA =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
/** What the official client of the version in use calls itself. */
export const SDK_UA = 'Pipedrive-SDK-Javascript-33.7.0';
const MOBILE_UA = 'Pipedrive/13.4.0 (iPhone; iOS 19.1)';
const BULK_UA = 'bulk-actions-api';

/** An edit on a page of the app. "Restoring" a value is nothing but such an edit. */
export const pageRow = (userId: number): Source => ({ userId, source: 'app', userAgent: CHROME_UA, bulk: false });

export const mobileRow = (userId: number): Source => ({ userId, source: 'mobile', userAgent: MOBILE_UA, bulk: false });

/** A person's edit of many records in a list, which Pipedrive logs as an API write. */
export const bulkRow = (userId: number): Source => ({ userId, source: 'api', userAgent: BULK_UA, bulk: true });

/** A write with somebody's API token. */
export const apiRow = (userId: number, userAgent: string | null): Source => ({
  userId,
  source: 'api',
  userAgent,
  bulk: false,
});

/** Imports, automations and forms: no public sample of their rows exists, so the word is made up and readers know none of it. */
export const undocumentedRow = (userId: number, source: string | null): Source => ({
  userId,
  source,
  userAgent: null,
  bulk: false,
});
