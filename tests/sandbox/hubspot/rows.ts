/** The row HubSpot leaves for each way of writing. Shapes follow public recordings of `propertiesWithHistory`. */
import type { Source } from './types.ts';

/** A signed-in user, in one of HubSpot's own clients. */
const byUser = (sourceType: string, userId: number): Source => ({
  sourceType,
  sourceId: `userId:${userId}`,
  updatedByUserId: userId,
});

/** An edit on the record page. */
export const pageRow = (userId: number): Source => byUser('CRM_UI', userId);

/** An edit of many records from the index page. */
export const bulkRow = (userId: number): Source => byUser('CRM_UI_BULK_ACTION', userId);

export const mobileRow = (userId: number, system: 'IOS' | 'ANDROID'): Source => byUser(`MOBILE_${system}`, userId);

/** "Restore" in a property's history. */
export const restoreRow = (userId: number): Source => byUser('PROPERTY_RESTORE', userId);

/** A write with a private app's token or a service key. */
export const appRow = (appId: string): Source => ({ sourceType: 'INTEGRATION', sourceId: appId });

/** An app that acts for a signed-in user, as MCP clients do. */
export const appForUserRow = (appId: string, userId: number): Source => ({ ...appRow(appId), updatedByUserId: userId });

/** An API write that HubSpot does not attribute to any app. */
export const apiRow = (): Source => ({ sourceType: 'API' });

/** A workflow's action, in the current or the older automation platform. */
export const workflowRow = (
  enrollmentId: number,
  platform: 'AUTOMATION_PLATFORM' | 'WORKFLOWS' = 'AUTOMATION_PLATFORM',
): Source => ({
  sourceType: platform,
  sourceId: `enrollmentId:${enrollmentId};actionExecutionIndex:0`,
});

export const importRow = (importId: number): Source => ({ sourceType: 'IMPORT', sourceId: String(importId) });

export const formRow = (formId: string): Source => ({ sourceType: 'FORM', sourceId: formId });

export const mergeRow = (mergedId: string): Source => ({ sourceType: 'MERGE_OBJECTS', sourceId: mergedId });

/** A default HubSpot fills in when a record is created. */
export const defaultRow = (): Source => ({ sourceType: 'PROPERTY_DEFAULT_VALUE' });

/** Anything only a source type is known of: HubSpot's own agents, and types nobody has documented. */
export const sourceRow = (sourceType: string): Source => ({ sourceType });
