/** What people say about their corrections, for our own pages alone; a card asks for its own page's record. */
import { Refused, serve } from '../../lib/messaging/server';
import { resolveRecord } from '../../lib/services/accounts';
import { clockOffset } from '../../lib/services/api';
import { askWhy, explain } from '../../lib/services/asking';
import { changeSettings, getSettings } from '../../lib/store/settings';
import { language, mustShow } from './context';

export function answerCorrections(): void {
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
