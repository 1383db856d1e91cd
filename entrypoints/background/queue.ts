/** The review queue, for our own pages. */
import { serve } from '../../lib/messaging/server';
import { clockOffset } from '../../lib/services/api';
import { connectionFor } from '../../lib/services/connections';
import { lookThrough, type QueueProgress, queueItems, queueState } from '../../lib/services/queue';
import { language, words } from './context';
import { serveLongWork } from './longWork';

export function answerQueue(): void {
  serve('queue.list', 'own', async (account) => {
    const connection = await connectionFor(account.crm, account.account);
    if (!connection) return { items: [], at: null, left: 0, offset: 0, me: null };
    const [items, state] = await Promise.all([queueItems(connection), queueState(connection)]);
    return { items, ...state, offset: await clockOffset(connection.id), me: connection.user?.id ?? null };
  });

  serveLongWork<QueueProgress>('queue', (connection, post, signal) =>
    lookThrough(connection, language(), words(), post, signal),
  );
}
