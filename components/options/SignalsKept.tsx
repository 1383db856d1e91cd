import { i18n } from '#i18n';
import { ROOMS, type SignalsState } from '../../lib/core/outbox';
import { Icon } from '../ui/Icon';

interface SignalsKeptProps {
  state: Pick<SignalsState, 'kept' | 'used' | 'room' | 'full'>;
  onSave(format: 'jsonl' | 'csv'): Promise<void>;
  onRoom(mb: (typeof ROOMS)[number]): Promise<void>;
}

/** From here on it is said that room runs out, per cent. */
const LOW = 80;

/** How many signals are kept and how much room they may take; told before it runs out, and when capture has stopped. */
export function SignalsKept({ state: { kept, used, room, full }, onSave, onRoom }: SignalsKeptProps) {
  return (
    <>
      {full && <Warning text={i18n.t('signals.full')} />}
      {!full && used >= LOW && <Warning text={i18n.t('signals.low', { used })} />}
      <section className="panel" aria-label={i18n.t('signals.kept', kept)}>
        <p data-testid="signals-kept">
          <strong>{i18n.t('signals.kept', kept)}</strong>
        </p>
        <div className="row">
          {(['jsonl', 'csv'] as const).map((format) => (
            <button
              key={format}
              type="button"
              className="button"
              data-testid={`signals-${format}`}
              disabled={kept === 0}
              onClick={() => void onSave(format)}
            >
              {i18n.t(`signals.export.${format}`)}
            </button>
          ))}
          <label className="row">
            <span>{i18n.t('signals.room', { used })}</span>
            <select
              data-testid="signals-room"
              value={room}
              onChange={({ target }) => void onRoom(ROOMS.find((mb) => mb === Number(target.value)) ?? ROOMS[1])}
            >
              {ROOMS.map((mb) => (
                <option key={mb} value={mb}>
                  {i18n.t('signals.megabytes', { mb })}
                </option>
              ))}
            </select>
          </label>
        </div>
      </section>
    </>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <p className="strip unknown" role="status">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}
