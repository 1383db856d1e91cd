/** Bookkeeping properties that are read off the record itself and keep no history of their own. */
import { appName, USERS } from './catalog.ts';
import type { ObjectTypeId, Source, StoredRecord, Version } from './types.ts';

/** Contacts name their last modification differently. */
export const modifiedField = (typeId: ObjectTypeId): string =>
  typeId === '0-1' ? 'lastmodifieddate' : 'hs_lastmodifieddate';

const userOf = (source: Source): number | undefined =>
  source.updatedByUserId ?? (Number(/^userId:(\d+)$/.exec(source.sourceId ?? '')?.[1]) || undefined);

/** The name HubSpot shows for where a record came from: the app's, the user's or the label of the row. */
function sourceDetail(source: Source): string | null {
  const user = USERS.find((one) => one.id === userOf(source));
  if (source.sourceType === 'INTEGRATION') return appName(source.sourceId ?? '') ?? null;
  return user ? `${user.firstName} ${user.lastName}` : (source.sourceLabel ?? null);
}

const READERS: Record<string, (record: StoredRecord) => string | number | null | undefined> = {
  hs_object_id: (record) => record.id,
  createdate: (record) => record.createdAt,
  hs_updated_by_user_id: (record) => record.updatedByUserId,
  hs_created_by_user_id: (record) => userOf(record.createdBy),
  hs_merged_object_ids: (record) => record.mergedIds.join(';') || null,
  hs_object_source: (record) => record.createdBy.sourceType,
  hs_object_source_label: (record) => record.createdBy.sourceType,
  hs_object_source_id: (record) => record.createdBy.sourceId,
  hs_object_source_user_id: (record) => userOf(record.createdBy),
  hs_object_source_detail_1: (record) => sourceDetail(record.createdBy),
};

/** Whether a property is bookkeeping of this kind. */
export function isSystemField(typeId: ObjectTypeId, field: string): boolean {
  return field === modifiedField(typeId) || field in READERS;
}

export function systemValue(record: StoredRecord, field: string): string | null {
  const value = field === modifiedField(record.typeId) ? record.updatedAt : READERS[field]?.(record);
  return value === undefined || value === null ? null : String(value);
}

/** One made-up row, so that asking for the history of a bookkeeping property answers something. */
export function systemHistory(record: StoredRecord, field: string): Version[] {
  const value = systemValue(record, field);
  if (value === null) return [];
  const timestamp = field === modifiedField(record.typeId) ? record.updatedAt : record.createdAt;
  return [{ value, timestamp, sourceType: 'CALCULATED' }];
}
