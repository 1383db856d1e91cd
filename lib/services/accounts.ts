/** Which account an address belongs to. HubSpot's addresses name the account; the others' name a host, which connections know. */
import type { Connection } from '../core/account';
import type { PageRef, RecordRef } from '../core/types';
import { listConnections } from './connections';

export type Resolved =
  | { ok: true; connection: Connection; ref: RecordRef }
  /** `others`: what the CRM's connected accounts are called; none where there is no account at all. */
  | { ok: false; others: string[] };

/** The connection for the record that a page's address names, and the record with its account. */
export async function resolveRecord(page: PageRef): Promise<Resolved> {
  const connections = (await listConnections()).filter((c) => c.crm === page.crm);
  const connection = connections.find((c) => c.account === page.account || c.host === page.account);
  if (!connection) return { ok: false, others: connections.map((c) => c.label) };
  return { ok: true, connection, ref: { ...page, account: connection.account } };
}
