/** What our own pages may ask: connections, the team file, writers, and the card's details. */

import { browser } from 'wxt/browser';
import type { Connection } from '../../lib/core/account';
import type { TabSummary } from '../../lib/core/tab';
import { parseTeamFile, teamFileHash, withPolicy, withStamp, withTag, withWriter } from '../../lib/core/team';
import { type Crm, sameRecord } from '../../lib/core/types';
import type { Progress } from '../../lib/core/writers';
import type { Credential } from '../../lib/crm/contract';
import { asProblem } from '../../lib/crm/problem';
import { API_SIDES, locateRecord } from '../../lib/crm/registry';
import { Refused, serve } from '../../lib/messaging/server';
import { resolveRecord } from '../../lib/services/accounts';
import { openAlerts } from '../../lib/services/alerts';
import { clientFor, ownDaily, usageOf } from '../../lib/services/api';
import {
  addConnection,
  connectionFor,
  listConnections,
  pasted,
  removeConnection,
  renameConnection,
  testCredential,
} from '../../lib/services/connections';
import { controlInfo } from '../../lib/services/control';
import { fieldsOf, peopleOf } from '../../lib/services/metadata';
import { fieldDetails } from '../../lib/services/records';
import { redirectAddress, signIn } from '../../lib/services/signIn';
import { getTab } from '../../lib/services/tabs';
import { effectOf, mayBeOwn, sampleWriters, writerRows } from '../../lib/services/writers';
import { changeTeamFile, getTeamFile } from '../../lib/store/teamFiles';
import { forgetLedger } from '../../lib/sync/ledger';
import { forgetSignals } from '../../lib/sync/outbox';
import { language, mustShow, tellPages, words } from './context';
import { teamChanged } from './control';
import { serveLongWork } from './longWork';
import { stateOf } from './signals';

export function answerOwnPages(): void {
  serve('field.details', 'own', async ({ ref, field }, sender) => {
    mustShow(sender, ref);
    try {
      const details = await fieldDetails(ref, field, language(), words());
      const tab = sender.tab?.id === undefined ? null : await getTab(sender.tab.id);
      return { ok: true, details, stale: sameRecord(tab?.ref, ref) ? (tab?.problem ?? null) : null };
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('writer.map', 'own', async ({ crm, account, key, role, name, actedBy }) => {
    const connection = await connectionFor(crm, account);
    if (!connection) throw new Refused('writer.map: no account');
    if (role === 'own' && !(await mayBeOwn(connection, key))) throw new Refused('writer.map: used before');
    const { person } = connection;
    const entry = {
      key,
      role,
      name: name || key,
      at: Date.now(),
      ...(actedBy ? { actedBy } : {}),
      ...(person ? { by: person } : {}),
    };
    const file = await changeTeamFile(crm, account, (current) => withWriter(current, entry));
    await teamChanged(crm, account);
    return file;
  });

  serve('team.get', 'own', async ({ crm, account }) => {
    const file = await getTeamFile(crm, account);
    return { file, hash: await teamFileHash(file) };
  });

  serve('team.import', 'own', async ({ crm, account, text }) => {
    const parsed = parseTeamFile(text, { crm, account });
    if (!parsed.ok) return parsed;
    const file = await changeTeamFile(crm, account, () => parsed.file);
    await teamChanged(crm, account);
    return { ok: true, file };
  });

  serve('team.stamp', 'own', async ({ crm, account, stamp }) => {
    const file = await changeTeamFile(crm, account, (current) => withStamp(current, stamp));
    await teamChanged(crm, account);
    return file;
  });

  serve('team.tag', 'own', async ({ crm, account, tag }) => {
    const file = await changeTeamFile(crm, account, (current) => withTag(current, tag));
    await teamChanged(crm, account);
    return file;
  });

  serve('team.policy', 'own', async ({ crm, account, policy }) => {
    const file = await changeTeamFile(crm, account, (current) => withPolicy(current, policy));
    await teamChanged(crm, account);
    return file;
  });

  serve('tab.summary', 'own', async ({ tab }) => {
    const id = tab ?? (await browser.tabs.query({ active: true, currentWindow: true }))[0]?.id;
    const state = id === undefined ? null : await getTab(id);
    if (id === undefined || !state) return null;
    const shown = locateRecord((await browser.tabs.get(id).catch(() => null))?.url);
    if (!sameRecord(shown, state.ref)) return null;
    const resolved = await resolveRecord(state.ref);
    const connection = resolved.ok ? resolved.connection : null;
    const file = await getTeamFile(state.ref.crm, connection?.account ?? state.ref.account);
    return {
      ...state,
      account: connection ? { label: connection.label, id: connection.account } : null,
      teamHash: await teamFileHash(file),
      control: connection ? await controlOf(connection) : null,
      status: state.report?.status ?? 'loading',
      signals: await deliveryOf(state.ref.crm, connection?.account),
      alerts: connection ? await openAlerts(connection) : [],
    };
  });

  serve('signals.delivery', 'own', ({ crm, account }) => deliveryOf(crm, account));

  serve('connection.list', 'own', async () =>
    Promise.all(
      (await listConnections()).map(async (connection) => {
        const usage = await usageOf(connection.id);
        const daily = usage.limits.daily ?? ownDaily(usage, API_SIDES[connection.crm].dailyBudget);
        return { ...connection, requestsToday: usage.requests, ...(daily ? { daily } : {}) };
      }),
    ),
  );
  serve('connection.test', 'own', async ({ crm, token }) => testCredential(crm, pasted(crm, token)));
  serve('connection.add', 'own', async ({ token, ...body }) =>
    connect({ ...body, credential: pasted(body.crm, token) }),
  );
  serve('connection.redirect', 'own', async () => redirectAddress());
  serve('connection.signIn', 'own', async ({ crm, host, clientId }) => {
    try {
      const added = await connect({ crm, credential: await signIn(crm, host, clientId) });
      if (added.ok) {
        const { account } = added.connection;
        // So that a colleague who gets the file need not ask for them.
        await changeTeamFile(crm, account, (file) => ({ ...file, signIn: file.signIn ?? { host, clientId } }));
      }
      return added;
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    }
  });
  serve('connection.rename', 'own', async ({ id, label, person }) => {
    await renameConnection(id, label, person);
    return null;
  });
  serve('connection.remove', 'own', async ({ id }) => {
    const connection = (await listConnections()).find((c) => c.id === id);
    await removeConnection(id);
    if (!connection) return null;
    await forgetSignals(connection.crm, connection.account);
    await forgetLedger(connection.crm, connection.account);
    await tellPages(connection.crm);
    return null;
  });

  serve('people.list', 'own', async ({ crm, account }) => {
    const connection = await connectionFor(crm, account);
    if (!connection) return [];
    const people = await peopleOf(connection, () => clientFor(connection, 'person'));
    return people.filter((p) => p.active).map((p) => p.name);
  });

  serve('fields.list', 'own', async ({ crm, account }) => {
    const connection = await connectionFor(crm, account);
    if (!connection) return [];
    const client = await clientFor(connection, 'person');
    const lists = await Promise.all(
      client.objects.map(async (object) => {
        const fields = await fieldsOf(connection, object, language(), async () => client).catch(() => []);
        return fields.map(({ name, label }) => ({ name, label, object }));
      }),
    );
    return lists.flat();
  });

  serve('writers.list', 'own', async ({ crm, account }) => {
    const connection = await connectionFor(crm, account);
    return connection ? writerRows(connection) : { rows: [], sample: null };
  });

  serve('writers.effect', 'own', async ({ crm, account, key, role }) => {
    const connection = await connectionFor(crm, account);
    return connection ? effectOf(connection, { key, role }) : { marks: 0, records: 0 };
  });

  serveLongWork<Progress>('writers', (connection, post, signal) => sampleWriters(connection, language(), post, signal));
}

async function connect(input: { crm: Crm; credential: Credential; label?: string; person?: string }) {
  const added = await addConnection(input);
  if (added.ok) await tellPages(input.crm);
  return added;
}

async function controlOf(connection: Connection): Promise<TabSummary['control']> {
  const { record, agreed, trouble } = await controlInfo(connection);
  // What passes by itself is nothing to look at.
  const lasting = trouble && (trouble.kind !== 'problem' || trouble.problem.kind === 'gone');
  return record && { title: record.title, state: lasting ? 'trouble' : agreed ? 'agreed' : 'waiting' };
}

/** How far an account's signals have come, in short. */
async function deliveryOf(crm: Crm, account: string | undefined): Promise<TabSummary['signals']> {
  if (account === undefined) return { waiting: 0, stuck: false, used: 0 };
  const { endpoints, dead, full, used, ledger } = await stateOf(crm, account);
  return {
    waiting: Math.max(ledger.on ? ledger.waiting : 0, ...endpoints.map(({ waiting }) => waiting)),
    stuck: full || dead.length > 0 || ledger.stuck.length > 0 || endpoints.some(({ stopped }) => stopped),
    used,
  };
}
