/** What people say about their corrections, for our own pages alone; a card asks for its own page's record. */
import { recordKey } from '../../lib/core/types';
import { Refused, serve } from '../../lib/messaging/server';
import { resolveRecord } from '../../lib/services/accounts';
import { clockOffset } from '../../lib/services/api';
import { askWhy, explain } from '../../lib/services/asking';
import { connectionFor } from '../../lib/services/connections';
import { correctionsOf } from '../../lib/services/corrections';
import { changeSettings, getSettings } from '../../lib/store/settings';
import { framed, language, mustShow, words } from './context';
import { stateOf } from './signals';

export function answerCorrections(): void {
  serve('corrections.list', 'own', async ({ crm, account, record, before }, sender) => {
    // A card in a page has no business with the whole account.
    if (framed(sender)) throw new Refused('corrections.list: not in a frame');
    const connection = await connectionFor(crm, account);
    if (!connection) throw new Refused('corrections.list: no account');
    const key = record && recordKey(record);
    const [page, state] = await Promise.all([
      correctionsOf(connection, key, before, language(), words()),
      stateOf(crm, account),
    ]);
    return { ...page, state };
  });

  serve('correction.ask', 'own', async ({ ref, field }, sender) => {
    mustShow(sender, ref);
    return { prompt: await askWhy(ref, field, language()) };
  });

  serve('correction.explain', 'own', async ({ ref, signal, reason }, sender) => {
    mustShow(sender, ref);
    const resolved = await resolveRecord(ref);
    if (!resolved.ok) throw new Refused('correction.explain: no account');
    return explain(resolved.ref, signal, reason, Date.now() + (await clockOffset(resolved.connection.id)));
  });

  serve('asking.get', 'own', async () => (await getSettings()).asks);

  serve('asking.set', 'own', async ({ on }) => {
    await changeSettings({ asks: on });
    return null;
  });
}
