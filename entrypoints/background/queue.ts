/** The review queue, for our own pages. */
import { serve } from '../../lib/messaging/server';
import { clientFor, clockOffset } from '../../lib/services/api';
import { connectionFor } from '../../lib/services/connections';
import { peopleOf } from '../../lib/services/metadata';
import { ownersHere } from '../../lib/services/names';
import { lookThrough, type QueueProgress, queueItems, queueState } from '../../lib/services/queue';
import { language, words } from './context';
import { serveLongWork } from './longWork';

export function answerQueue(): void {
  serve('queue.list', 'own', async (account) => {
    const connection = await connectionFor(account.crm, account.account);
    if (!connection) return { items: [], at: null, left: 0, offset: 0, me: null, team: [] };
    const [items, state, people] = await Promise.all([
      queueItems(connection),
      queueState(connection),
      // Names only say whose records are whose; without them all records are shown.
      peopleOf(connection, () => clientFor(connection, 'person')).catch(() => []),
    ]);
    return { items, ...state, offset: await clockOffset(connection.id), ...ownersHere(connection, people) };
  });

  serveLongWork<QueueProgress>('queue', (connection, post, signal) =>
    lookThrough(connection, language(), words(), post, signal),
  );
}
