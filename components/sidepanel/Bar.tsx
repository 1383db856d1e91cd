import { type RefObject, useId, useState } from 'react';
import { i18n } from '#i18n';
import { GROUPINGS, type Grouping, type QueueFilter, type QueueItem, SORTS, type Sort } from '../../lib/core/queue';
import { TIME_OF_DAY } from '../../lib/core/reminder';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { filtersOn, type Scope } from './review';

interface BarProps {
  items: readonly QueueItem[];
  /** `null` where nobody knows whose records are mine. */
  scope: Scope | null;
  /** The CRM tells who is in the person's team. */
  hasTeam: boolean;
  sort: Sort;
  group: Grouping;
  filter: QueueFilter;
  size: number;
  teamSize: number;
  open: boolean;
  text: RefObject<HTMLInputElement | null>;
  onScope(scope: Scope): void;
  onSort(sort: Sort): void;
  onGroup(group: Grouping): void;
  onFilter(filter: QueueFilter): void;
  onSize(size: number): void;
  remindAt: string | null;
  onRemind(at: string | null): Promise<boolean>;
  onToggle(): void;
  /** Back to the list. */
  onLeave(): void;
}

/** How many suggestions a day's batch may have. */
const SIZES = [10, 15, 20];
/** Shares of certainty that are worth asking for. */
const AT_MOST = [0.5, 0.7, 0.8, 0.9];

/** Whose suggestions, in what order, and which of them. */
export function Bar(props: BarProps) {
  const { scope, hasTeam, sort, filter, open, onScope, onSort, onToggle } = props;
  const scopes: readonly Scope[] = hasTeam ? ['mine', 'team', 'all'] : ['mine', 'all'];
  const id = useId();
  const on = filtersOn(filter);
  const name = on === 0 ? i18n.t('panel.filter.name') : i18n.t('panel.filter.on', on);
  return (
    <div className="bar">
      {scope !== null && (
        <Segmented
          label={i18n.t('panel.scope.name')}
          options={scopes.map((value) => ({ value, label: i18n.t(`panel.scope.${value}`) }))}
          value={scope}
          onChange={onScope}
          testId="panel-scope"
        />
      )}
      <span className="grow" />
      <select
        className="plain"
        data-testid="panel-sort"
        aria-label={i18n.t('panel.sort.name')}
        value={sort}
        onChange={({ target }) => onSort(target.value as Sort)}
      >
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {i18n.t(`panel.sort.${one}`)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="icon-button"
        data-testid="panel-filter"
        aria-label={name}
        title={name}
        aria-expanded={open}
        aria-controls={id}
        onClick={onToggle}
      >
        <Icon name="filter" />
        {on > 0 && <span className="count">{on}</span>}
      </button>
      <div id={id} className="filters" hidden={!open}>
        {open && <Filters {...props} />}
      </div>
    </div>
  );
}

function Filters(props: BarProps) {
  const { items, scope, hasTeam, group, filter, size, teamSize, text, remindAt } = props;
  const sizes = [...new Set([...SIZES, teamSize, size])].sort((a, b) => a - b);
  const { onGroup, onFilter, onSize, onRemind, onLeave } = props;
  const change = (key: keyof QueueFilter, value: string | number | undefined) => {
    const { [key]: _, ...rest } = filter;
    onFilter(value === undefined || value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <search
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The browser would empty the field.
        event.preventDefault();
        onLeave();
      }}
    >
      <label className="wide">
        {i18n.t('panel.filter.text')}
        <input
          ref={text}
          type="search"
          data-testid="panel-filter-text"
          value={filter.text ?? ''}
          onChange={({ target }) => change('text', target.value)}
        />
      </label>
      <Choice
        label={i18n.t('panel.filter.agent')}
        testId="panel-filter-agent"
        value={filter.agent}
        options={distinct(items.map(({ agent }) => agent))}
        onChange={(value) => change('agent', value)}
      />
      <Choice
        label={i18n.t('panel.filter.field')}
        testId="panel-filter-field"
        value={filter.field}
        options={distinct(items.map(({ label }) => label))}
        onChange={(value) => change('field', value)}
      />
      <label>
        {i18n.t('panel.filter.atMost')}
        <select
          data-testid="panel-filter-sure"
          value={filter.atMost ?? ''}
          onChange={({ target }) => change('atMost', target.value === '' ? undefined : Number(target.value))}
        >
          <option value="">{i18n.t('panel.filter.any')}</option>
          {AT_MOST.map((share) => (
            <option key={share} value={share}>
              {i18n.t('panel.filter.percent', { percent: Math.round(share * 100) })}
            </option>
          ))}
        </select>
      </label>
      <label>
        {i18n.t('panel.group.name')}
        <select data-testid="panel-group" value={group} onChange={({ target }) => onGroup(target.value as Grouping)}>
          {GROUPINGS.map((one) => (
            <option key={one} value={one}>
              {i18n.t(`panel.group.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {i18n.t('panel.size')}
        <select data-testid="panel-size" value={size} onChange={({ target }) => onSize(Number(target.value))}>
          {sizes.map((one) => (
            <option key={one} value={one}>
              {one === teamSize ? i18n.t('panel.sizeTeam', { n: one }) : one}
            </option>
          ))}
        </select>
      </label>
      <Reminder at={remindAt} onRemind={onRemind} />
      {scope !== null && !hasTeam && (
        <p className="meta wide" data-testid="panel-no-team">
          {i18n.t('panel.scope.noTeam')}
        </p>
      )}
      {filtersOn(filter) > 0 && (
        <button type="button" className="text-button" onClick={() => onFilter({})}>
          {i18n.t('panel.filter.clear')}
        </button>
      )}
    </search>
  );
}

/** A time of day at which this browser says what waits. */
function Reminder({ at, onRemind }: { at: string | null; onRemind: BarProps['onRemind'] }) {
  const [time, setTime] = useState('09:00');
  const [refused, setRefused] = useState(false);
  const id = useId();
  if (at !== null) {
    return (
      <p className="wide line">
        <span data-testid="panel-reminder">{i18n.t('reminder.at', { time: at })}</span>
        <button type="button" className="text-button" onClick={() => void onRemind(null)}>
          {i18n.t('reminder.remove')}
        </button>
      </p>
    );
  }
  return (
    <div className="wide">
      <label htmlFor={id}>{i18n.t('reminder.label')}</label>
      <div className="line">
        <input
          id={id}
          type="time"
          data-testid="panel-remind-time"
          value={time}
          onChange={({ target }) => setTime(target.value)}
        />
        <button
          type="button"
          className="button"
          data-testid="panel-remind"
          disabled={!TIME_OF_DAY.test(time)}
          onClick={() => void onRemind(time).then((given) => setRefused(!given))}
        >
          {i18n.t('reminder.set')}
        </button>
      </div>
      {refused && (
        <p className="meta" role="alert">
          {i18n.t('reminder.refused')}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  testId: string;
  value: string | undefined;
  options: readonly string[];
  onChange(value: string): void;
}

function Choice({ label, testId, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select data-testid={testId} value={value ?? ''} onChange={({ target }) => onChange(target.value)}>
        <option value="">{i18n.t('panel.filter.any')}</option>
        {options.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b));
}
