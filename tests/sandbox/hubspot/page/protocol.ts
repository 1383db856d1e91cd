/** What the record page asks of its own server, same origin, under `/sandbox-page/`. */
import type { DomSettings, ObjectTypeId, Owner, Pipeline, PropertyDefinition } from '../types.ts';

/** `GET /sandbox-page/boot?portal=…` */
export interface Boot {
  portalId: string;
  portalName: string;
  dom: DomSettings;
  me: { userId: number; ownerId: string; name: string };
  /** IANA name; dates are shown in it. UTC where it is absent. */
  timeZone?: string;
  /** The account's currency; USD where it is absent. */
  currency?: string;
}

/** Another record shown on the page: an association card or a preview. */
export interface RelatedRecord {
  typeId: ObjectTypeId;
  id: string;
  title: string;
  properties: Record<string, string | null>;
}

export interface TimelineEvent {
  id: string;
  /** ISO date-time. */
  at: string;
  kind: 'change' | 'note' | 'email' | 'call';
  header: string;
  body?: string;
}

/**
 * `GET /sandbox-page/records/{typeId}/{id}?portal=…`; 404 `{message}` where the record is gone. `POST` with `{set}`
 * answers the same, or 400 `{message}` where a value is refused.
 */
export interface PageRecord {
  typeId: ObjectTypeId;
  id: string;
  title: string;
  properties: Record<string, string | null>;
  definitions: PropertyDefinition[];
  pipelines: Pipeline[];
  owners: Owner[];
  associations: RelatedRecord[];
  timeline: TimelineEvent[];
  /** What the associated records' properties are called, for the cards that show them. */
  related?: Partial<Record<ObjectTypeId, { definitions: PropertyDefinition[]; pipelines: Pipeline[] }>>;
}

/** `GET /sandbox-page/records/{typeId}/{id}/history/{field}?portal=…`, newest first. */
export interface HistoryEntry {
  at: string;
  value: string;
  /** Who or what wrote it. */
  source: string;
}

/** `GET /sandbox-page/index/{typeId}?portal=…&page=1&query=…&owner=me&size=25` */
export interface IndexPage {
  typeId: ObjectTypeId;
  columns: PropertyDefinition[];
  rows: RelatedRecord[];
  pipelines: Pipeline[];
  owners?: Owner[];
  /** All properties of the type, for the create dialog. */
  definitions?: PropertyDefinition[];
  /** Number of records over all pages. */
  total?: number;
}

export interface IndexQuery {
  /** From 1. */
  page: number;
  size: number;
  query: string;
  /** Only records of the signed-in person. */
  mine: boolean;
}
