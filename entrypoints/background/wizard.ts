/** The set-up of staging, for our own pages. */
import type { Crm } from '../../lib/core/types';
import type { StagingRun } from '../../lib/core/wizard';
import { asProblem } from '../../lib/crm/problem';
import { Refused, serve } from '../../lib/messaging/server';
import { connectionFor } from '../../lib/services/connections';
import { removeMadeControl } from '../../lib/services/control';
import { beginStaging, createStaging, loadStaging, undoStaging } from '../../lib/services/wizard';
import { help, language } from './context';
import { teamChanged } from './control';
import { serveLongWork } from './longWork';

export function answerWizard(): void {
  serve('staging.load', 'own', async ({ crm, account }) => {
    try {
      return { ok: true, ...(await loadStaging(await connected(crm, account), language())) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('staging.begin', 'own', async ({ crm, account, choices }) => {
    try {
      const run = await beginStaging(await connected(crm, account), choices, language());
      if (!run) throw new Refused('staging.begin: names');
      return { ok: true, run };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  serveLongWork<StagingRun>('staging-create', async (connection, post, signal) => {
    const problem = await createStaging(connection, language(), help, post, signal);
    await teamChanged(connection.crm, connection.account);
    return problem;
  });
  serveLongWork<StagingRun>('staging-undo', async (connection, post, signal) => {
    // Before its ledger field goes, and what it holds with it.
    const left = await removeMadeControl(connection).catch(asProblem);
    const problem = left ?? (await undoStaging(connection, post, signal));
    await teamChanged(connection.crm, connection.account);
    return problem;
  });
}

async function connected(crm: Crm, account: string) {
  const connection = await connectionFor(crm, account);
  if (!connection) throw new Refused('no account');
  return connection;
}
