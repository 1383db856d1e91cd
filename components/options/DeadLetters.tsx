import { i18n } from '#i18n';
import type { DeadLetterInfo, EndpointInfo } from '../../lib/core/outbox';
import { discardLetters, exported, retryLetters } from '../../lib/stores/signals';
import { answerText } from '../ui/answer';
import type { SignalsActions } from './Signals';

/** As many as can be looked at one by one; all of them are acted on at once, whatever their number. */
const SHOWN = 20;

interface DeadLettersProps extends Pick<SignalsActions, 'onExport'> {
  endpoint: Pick<EndpointInfo, 'id' | 'url'>;
  letters: DeadLetterInfo[];
}

/** What an endpoint refused, with its answers. */
export function DeadLetters({ endpoint: { id, url }, letters, onExport }: DeadLettersProps) {
  const save = async () => {
    const { parts } = await exported({ format: 'jsonl', ids: new Set(letters.map(({ signal }) => signal)) });
    onExport(parts, `countersign-refused-${new URL(url).host}.jsonl`);
  };
  return (
    <>
      <h2 className="meta">{i18n.t('signals.dead', letters.length)}</h2>
      <ul data-testid="dead-letters">
        {letters.slice(0, SHOWN).map((one) => (
          <li key={one.signal} className="row">
            <span className="grow">
              {one.field} <span className="meta">{one.record}</span> {answerText(one)}
            </span>
            <button type="button" className="button" onClick={() => void retryLetters(id, one.signal)}>
              {i18n.t('signals.retry')}
            </button>
            <button type="button" className="button" onClick={() => void discardLetters(id, one.signal)}>
              {i18n.t('signals.discard')}
            </button>
          </li>
        ))}
      </ul>
      {letters.length > SHOWN && <p className="meta">{i18n.t('signals.deadOthers', letters.length - SHOWN)}</p>}
      <div className="row">
        {letters.length > 1 && (
          <button type="button" className="button" data-testid="dead-retry" onClick={() => void retryLetters(id)}>
            {i18n.t('signals.retryDead')}
          </button>
        )}
        <button type="button" className="button" data-testid="dead-export" onClick={() => void save()}>
          {i18n.t('signals.exportDead')}
        </button>
        {letters.length > 1 && (
          <button type="button" className="button" data-testid="dead-discard" onClick={() => void discardLetters(id)}>
            {i18n.t('signals.discardDead')}
          </button>
        )}
      </div>
    </>
  );
}
