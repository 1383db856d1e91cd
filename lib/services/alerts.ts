/** Alerts: found when a record is read, kept and sent like every signal, and shown until somebody has acknowledged them. */
import type { Connection } from '../core/account';
import { type AlertInfo, type AlertRule, SEVERITIES, tamperedLedger } from '../core/alerts';
import { isRetracted } from '../core/retractions';
import { alertSignal } from '../core/signals';
import type { Crm } from '../core/types';
import { API_SIDES } from '../crm/registry';
import { accountRange, database, type KeptSignal } from '../store/db';
import { clockOffset } from './api';
import type { Known } from './reading';
import { capture } from './signals';

/**
 * Raises an alert for everything in a record's history that proves one.
 * @returns false where there was no room for it
 */
export async function captureAlerts({ snapshot, staging, fields, team }: Known): Promise<boolean> {
  const { ref, values, histories } = snapshot;
  const history = histories.get(staging.ledger ?? '');
  if (!staging.ledger || !history) return true;
  const { ledger: name } = staging;
  const label = fields.find((one) => one.name === name)?.label ?? name;
  const found = await tamperedLedger(ref, { name, label, value: values.get(name), history }, team);
  return capture(found.map((alert) => alertSignal(ref, alert)));
}

/** Alerts that nobody has acknowledged: what needs somebody first, then the newest. */
export async function openAlerts({ id: connection, crm, account, host }: Connection): Promise<AlertInfo[]> {
  const db = await database();
  const open = await db.getAllFromIndex('signals', 'alerts', accountRange([crm, account]));
  const offset = await clockOffset(connection);
  const rank = ({ severity }: AlertInfo) => SEVERITIES.indexOf(severity);
  const infos = await Promise.all(
    open
      .filter((one) => !one.acknowledged && !isRetracted(one))
      .map(async (one): Promise<AlertInfo> => {
        const { id, kind, ref, agent, alert, at } = one;
        const record = await db.get('records', [crm, account, ref.object, ref.id]);
        return {
          id,
          rule: kind as AlertRule,
          severity: alert?.severity ?? 'information',
          who: agent ?? alert?.changes[0]?.writer ?? '',
          listed: agent !== null,
          ref,
          name: record?.snapshot.title ?? null,
          url: API_SIDES[crm].urlOf(host, ref),
          claims: alert?.changes.flatMap(({ claims }) => claims ?? []) ?? [],
          at: at - offset,
        };
      }),
  );
  return infos.sort((a, b) => rank(a) - rank(b) || b.at - a.at);
}

/** Somebody has seen it. */
export async function acknowledgeAlert(crm: Crm, account: string, id: string): Promise<void> {
  const tx = (await database()).transaction('signals', 'readwrite', { durability: 'strict' });
  const one: KeptSignal | undefined = await tx.store.get([crm, account, id]);
  if (one?.type === 'alert') await tx.store.put({ ...one, acknowledged: true }, [crm, account, id]);
  await tx.done;
}
