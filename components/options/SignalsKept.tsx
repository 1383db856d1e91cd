import { useState } from 'react';
import { i18n } from '#i18n';
import { LOW, ROOMS, type SignalsState } from '../../lib/core/outbox';
import { CHOSEN_TYPES, type ChosenType } from '../../lib/core/signals';
import { clockTime } from '../../lib/i18n/time';
import type { Export } from '../../lib/stores/signals';
import { Icon } from '../ui/Icon';

interface SignalsKeptProps {
  state: Pick<SignalsState, 'kept' | 'used' | 'room' | 'full' | 'exported'>;
  language: string;
  onSave(what: Export): Promise<void>;
  onRoom(mb: (typeof ROOMS)[number]): Promise<void>;
}

/** How many signals are kept and how much room they may take; told before it runs out, and when capture has stopped. */
export function SignalsKept({ state, language, onSave, onRoom }: SignalsKeptProps) {
  const { kept, used, room, full, exported } = state;
  const [type, setType] = useState<ChosenType | null>(null);
  const [fresh, setFresh] = useState(false);
  const what = { ...(type ? { type } : {}), ...(fresh && exported ? { after: exported.seq } : {}) };
  return (
    <>
      {full && <Warning text={i18n.t('signals.full')} />}
      {!full && used >= LOW && <Warning text={i18n.t('signals.low', { used })} />}
      <section className="panel" aria-label={i18n.t('signals.kept', kept)}>
        <p data-testid="signals-kept">
          <strong>{i18n.t('signals.kept', kept)}</strong>
        </p>
        <div className="row">
          <label className="row">
            <span>{i18n.t('signals.export.what')}</span>
            <select
              data-testid="signals-export-type"
              value={type ?? ''}
              onChange={({ target }) => setType(CHOSEN_TYPES.find((one) => one === target.value) ?? null)}
            >
              <option value="">{i18n.t('signals.export.all')}</option>
              {CHOSEN_TYPES.map((one) => (
                <option key={one} value={one}>
                  {i18n.t(`signals.type.${one}`)}
                </option>
              ))}
            </select>
          </label>
          {exported && (
            <label className="check">
              <input
                type="checkbox"
                data-testid="signals-export-fresh"
                checked={fresh}
                onChange={({ target }) => setFresh(target.checked)}
              />
              <span>{i18n.t('signals.export.fresh', { time: clockTime(exported.at, language) })}</span>
            </label>
          )}
        </div>
        <div className="row">
          {(['jsonl', 'csv'] as const).map((format) => (
            <button
              key={format}
              type="button"
              className="button"
              data-testid={`signals-${format}`}
              disabled={kept === 0}
              onClick={() => void onSave({ format, ...what })}
            >
              {i18n.t(`signals.export.${format}`)}
            </button>
          ))}
        </div>
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
