import { type FormEvent, useId, useState } from 'react';
import { i18n } from '#i18n';
import { BATCH_SIZE } from '../../lib/core/queue';
import { STAND_DAYS } from '../../lib/core/standing';
import { SWEEP_SHARE } from '../../lib/core/sweep';
import { POLICY_LIMITS, type TeamFile } from '../../lib/core/team';
import { clockTime } from '../../lib/i18n/time';
import { Icon } from '../ui/Icon';

type Policy = NonNullable<TeamFile['policy']>;
type Name = keyof typeof POLICY_LIMITS;

export interface PolicyActions {
  /** What is left out is as the product has it. */
  onPolicy(policy: Policy): Promise<void>;
}

const NAMES = ['batch', 'share', 'standDays'] as const satisfies readonly Name[];
const USUAL: Record<Name, number> = { batch: BATCH_SIZE, share: SWEEP_SHARE, standDays: STAND_DAYS };

/** What the team wants otherwise than the product has it, in whole numbers with their units. */
export function PolicyForm({
  policy = {},
  language,
  onPolicy,
}: PolicyActions & { policy: Policy | undefined; language: string }) {
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  const [left, setLeft] = useState<ReadonlySet<Name>>(new Set());
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const shown = (name: Name) => typed[name] ?? String(policy[name] ?? '');
  const wrong = NAMES.filter((name) => !isFine(name, shown(name)));

  async function save(event: FormEvent) {
    event.preventDefault();
    setLeft(new Set(NAMES));
    if (wrong.length > 0) return;
    const said = NAMES.flatMap((name) => (shown(name).trim() ? [[name, Number(shown(name))] as const] : []));
    await onPolicy(Object.fromEntries(said));
    setTyped({});
    setLeft(new Set());
    setSavedAt(Date.now());
  }

  return (
    <section className="panel form" aria-labelledby="policy-title" data-testid="policy">
      <h2 id="policy-title">{i18n.t('policy.title')}</h2>
      <form noValidate onSubmit={(event) => void save(event)}>
        {NAMES.map((name) => (
          <NumberField
            key={name}
            name={name}
            value={shown(name)}
            wrong={left.has(name) && wrong.includes(name)}
            onChange={(value) => {
              setSavedAt(null);
              setTyped((now) => ({ ...now, [name]: value }));
            }}
            onLeave={() => setLeft((now) => new Set([...now, name]))}
          />
        ))}
        <div className="row">
          <button type="submit" className="button" data-testid="policy-save">
            {i18n.t('policy.save')}
          </button>
          {savedAt !== null && (
            <span className="meta" role="status" data-testid="policy-saved">
              {i18n.t('options.agents.saved', { time: clockTime(savedAt, language) })}
            </span>
          )}
        </div>
      </form>
    </section>
  );
}

interface NumberFieldProps {
  name: Name;
  value: string;
  wrong: boolean;
  onChange(value: string): void;
  onLeave(): void;
}

function NumberField({ name, value, wrong, onChange, onLeave }: NumberFieldProps) {
  const says = useId();
  const [min, max] = POLICY_LIMITS[name];
  return (
    <div className="number-field">
      <label htmlFor={`policy-${name}`}>{i18n.t(`policy.${name}.label`)}</label>
      <span className="row">
        <input
          id={`policy-${name}`}
          className="number"
          inputMode="numeric"
          autoComplete="off"
          data-testid={`policy-${name}`}
          placeholder={String(USUAL[name])}
          value={value}
          aria-invalid={wrong}
          aria-describedby={says}
          onChange={({ target }) => onChange(target.value)}
          onBlur={onLeave}
        />
        <span>{i18n.t(`policy.${name}.unit`)}</span>
      </span>
      <p id={says} className={wrong ? 'strip danger' : 'meta'} role={wrong ? 'alert' : undefined}>
        {wrong && <Icon name="warning" />}
        <span>
          {wrong
            ? i18n.t('policy.wrong', { min, max, usual: USUAL[name] })
            : i18n.t(`policy.${name}.what`, { usual: USUAL[name] })}
        </span>
      </p>
    </div>
  );
}

/** Empty is fine: then it is as the product has it. */
function isFine(name: Name, text: string): boolean {
  const trimmed = text.trim();
  const [min, max] = POLICY_LIMITS[name];
  return trimmed === '' || (/^\d{1,3}$/.test(trimmed) && Number(trimmed) >= min && Number(trimmed) <= max);
}
