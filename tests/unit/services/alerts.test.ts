import { beforeEach, expect, test } from 'vitest';
import { withWriter } from '../../../lib/core/team';
import { acknowledgeAlert, captureAlerts, openAlerts } from '../../../lib/services/alerts';
import type { Known } from '../../../lib/services/reading';
import { database } from '../../../lib/store/db';
import { getTeamFile } from '../../../lib/store/teamFiles';
import { signalsOf } from '../../../lib/sync/outbox';
import { AGENT, CONNECTION, FakeCrm } from './fakeCrm';

const LEDGER = 'countersign_ledger';
const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const forged = JSON.stringify({ v: 1, e: [{ id: 's', at: 1, field: 'stage', d: 'approve', by: { name: 'Dana' } }] });

async function known(crm: FakeCrm): Promise<Known> {
  const team = withWriter(await getTeamFile('hubspot', '1'), { key: AGENT.key, role: 'agent', name: 'Copilot' });
  return { snapshot: crm.snapshot(ref), staging: { ledger: LEDGER }, fields: crm.fields, team } as unknown as Known;
}

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
});

test('an alert is kept once, shown until somebody has acknowledged it, and does not come back', async () => {
  const crm = new FakeCrm();
  crm.set(AGENT, { [LEDGER]: forged });
  await captureAlerts(await known(crm));
  await captureAlerts(await known(crm));
  expect(await signalsOf('hubspot', '1')).toMatchObject([{ type: 'alert', kind: 'ledger_tampered', agent: 'Copilot' }]);
  const [alert] = await openAlerts(CONNECTION);
  expect(alert).toMatchObject({ severity: 'action', who: 'Copilot', claims: [{ by: 'Dana', field: 'stage' }] });
  await acknowledgeAlert('hubspot', '1', alert?.id ?? '');
  await captureAlerts(await known(crm));
  expect(await openAlerts(CONNECTION)).toEqual([]);
  expect(await signalsOf('hubspot', '1')).toHaveLength(1);
});

test('a ledger that nobody else wrote into raises none', async () => {
  const crm = new FakeCrm();
  crm.set(AGENT, { stage: 'won' });
  await captureAlerts(await known(crm));
  expect(await openAlerts(CONNECTION)).toEqual([]);
});
