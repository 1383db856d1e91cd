/** What the record page asks of its own server, same origin, under `/sandbox-page/`. */
import type { DomSettings, ObjectTypeId, Owner, Pipeline, PropertyDefinition } from '../types.ts';

/** `GET /sandbox-page/boot` */
export interface Boot {
  portalId: string;
  portalName: string;
  dom: DomSettings;
  me: { userId: number; ownerId: string; name: string };
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

/** `GET /sandbox-page/records/{typeId}/{id}`; 404 `{message}` where the record is gone. `POST` with `{set}` answers the same. */
export interface PageRecord {
  typeId: ObjectTypeId;
  id: string;
  title: string;
  properties: Record<string, string | null>;
  /** Labels are in the page's language. */
  definitions: PropertyDefinition[];
  pipelines: Pipeline[];
  owners: Owner[];
  associations: RelatedRecord[];
  timeline: TimelineEvent[];
}

/** `GET /sandbox-page/index/{typeId}` */
export interface IndexPage {
  typeId: ObjectTypeId;
  columns: PropertyDefinition[];
  rows: RelatedRecord[];
  pipelines: Pipeline[];
}
