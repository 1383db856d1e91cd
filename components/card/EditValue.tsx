import { useId, useLayoutEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { EditForm, SuggestionDetails } from '../../lib/core/suggestionDetails';
import { fitValue } from '../../lib/core/values';
import { Decide } from './Decide';

interface EditValueProps {
  details: SuggestionDetails;
  language: string;
  busy: boolean;
  /** The buttons have been seen long enough to be meant. */
  ready: boolean;
  onSave(value: string): void;
  onBack(): void;
}

const FILTER_FROM = 8;
const DAY_MS = 86_400_000;

/** Another value instead of the proposed one, with the control that the field's type asks for. */
export function EditValue({ details, language, busy, ready, onSave, onBack }: EditValueProps) {
  const { edit, label, suggestion, from, to } = details;
  const [value, setValue] = useState(() => initial(edit, language));
  const [empty, setEmpty] = useState(false);
  const [wrong, setWrong] = useState<'bad' | 'same' | 'none' | null>(null);
  if (!edit) return null;
  // An empty control is no wish to clear the field: that is said.
  const canEmpty = edit.empties && edit.seen !== null;
  const save = () => {
    const fit = empty ? { to: '' } : rawOf(edit, value, language);
    if ('wrong' in fit) setWrong(fit.wrong === 'none' && !canEmpty ? 'bad' : fit.wrong);
    else if (ready && !busy) onSave(fit.to);
  };
  return (
    <form
      className="edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (event.nativeEvent.isTrusted) save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onBack();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      <fieldset className="bare" disabled={empty}>
        <Control
          edit={edit}
          label={label}
          value={value}
          language={language}
          wrong={wrong !== null}
          onChange={(next) => {
            setValue(next);
            setWrong(null);
          }}
        />
      </fieldset>
      {canEmpty && (
        <label className="clears">
          <input
            type="checkbox"
            checked={empty}
            onChange={({ target }) => {
              setEmpty(target.checked);
              setWrong(null);
            }}
          />{' '}
          {i18n.t('suggestion.clear')}
        </label>
      )}
      <p className="meta">
        {i18n.t('suggestion.form.was', {
          was: from ?? i18n.t('value.empty'),
          proposed: to ?? i18n.t('value.empty'),
        })}
      </p>
      {wrong && (
        <p className="error" role="alert">
          {wrong === 'same'
            ? i18n.t('suggestion.unfit.same', { field: label })
            : wrong === 'none'
              ? i18n.t('suggestion.form.nothing', { clear: i18n.t('suggestion.clear') })
              : i18n.t('suggestion.form.bad', { field: label })}
        </p>
      )}
      <footer className={ready && !busy ? 'decide' : 'decide inert'}>
        <Decide action="approve" id={suggestion.id} primary inert={!ready || busy} onClick={save}>
          {busy ? i18n.t('suggestion.writing') : i18n.t('suggestion.approveEdited')}
        </Decide>
        <button type="button" className="button" onClick={onBack}>
          {i18n.t('suggestion.back')}
        </button>
      </footer>
    </form>
  );
}

interface ControlProps {
  edit: EditForm;
  label: string;
  value: string;
  language: string;
  wrong: boolean;
  onChange(value: string): void;
}

function Control({ edit, label, value, language, wrong, onChange }: ControlProps) {
  switch (edit.kind) {
    case 'option':
      return <Choice edit={edit} label={label} value={value} onChange={onChange} />;
    case 'options':
      return <Choices edit={edit} label={label} value={value} onChange={onChange} />;
    case 'bool':
      return (
        <fieldset className="choices">
          <legend className="visually-hidden">{label}</legend>
          {(['true', 'false'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="bool" checked={value === one} onChange={() => onChange(one)} />{' '}
              {i18n.t(one === 'true' ? 'suggestion.form.yes' : 'suggestion.form.no')}
            </label>
          ))}
        </fieldset>
      );
    case 'date':
      return (
        <>
          <input
            className="field"
            type="date"
            aria-label={label}
            aria-invalid={wrong}
            value={value}
            onChange={(e) => onChange(e.target.value)}
          />
          <p className="meta">{weekday(value, language)}</p>
          <div className="quick">
            <button type="button" className="chip" onClick={() => onChange(isoDay(Date.now()))}>
              {i18n.t('suggestion.form.today')}
            </button>
            <button
              type="button"
              className="chip"
              onClick={() => onChange(isoDay((Date.parse(value) || Date.now()) + 7 * DAY_MS))}
            >
              {i18n.t('suggestion.form.week')}
            </button>
          </div>
        </>
      );
    case 'datetime':
    case 'time':
      return (
        <input
          className="field"
          type={edit.kind === 'time' ? 'time' : 'datetime-local'}
          step={edit.kind === 'time' ? 1 : undefined}
          aria-label={label}
          aria-invalid={wrong}
          value={value}
          onChange={(e) => onChange(e.target.value)}
        />
      );
    case 'number':
      return (
        <div className="money">
          {edit.currency && <span className="meta">{edit.currency}</span>}
          <input
            className="field number"
            inputMode="decimal"
            aria-label={label}
            aria-invalid={wrong}
            value={value}
            onChange={(e) => onChange(e.target.value)}
          />
        </div>
      );
    default:
      return (
        <>
          <textarea
            className="field"
            rows={value.length > 120 ? 6 : 3}
            aria-label={label}
            aria-invalid={wrong}
            value={value}
            onChange={(e) => onChange(e.target.value)}
          />
          {edit.maxLength !== undefined && value.length > edit.maxLength * 0.8 && (
            <p className="meta">{i18n.t('suggestion.form.length', { n: value.length, max: edit.maxLength })}</p>
          )}
        </>
      );
  }
}

/** The record's valid options; many of them get a filter. Nothing is chosen where the proposed one is none. */
function Choice({ edit, label, value, onChange }: Omit<ControlProps, 'language' | 'wrong'>) {
  const [filter, setFilter] = useState('');
  const id = useId();
  const list = useRef<HTMLSelectElement>(null);
  const shown = matching(edit, filter);
  const isShown = shown.some((option) => option.value === value);
  // React selects the first one where none is: nobody has chosen that.
  useLayoutEffect(() => {
    if (!isShown && list.current) list.current.selectedIndex = -1;
  });
  return (
    <div className="choice">
      {edit.options.length > FILTER_FROM && (
        <input
          className="field"
          type="search"
          placeholder={i18n.t('suggestion.form.filter')}
          aria-label={i18n.t('suggestion.form.filter')}
          aria-controls={id}
          value={filter}
          onChange={(e) => setFilter(e.target.value)}
        />
      )}
      <select
        ref={list}
        id={id}
        className="field"
        size={Math.min(6, Math.max(2, shown.length))}
        aria-label={label}
        value={value}
        onChange={(e) => onChange(e.target.value)}
      >
        {shown.map((option) => (
          <option key={option.value} value={option.value}>
            {tagged(option, edit)}
          </option>
        ))}
      </select>
      {shown.length === 0 && <p className="meta">{i18n.t('suggestion.form.none')}</p>}
    </div>
  );
}

function Choices({ edit, label, value, onChange }: Omit<ControlProps, 'language' | 'wrong'>) {
  const chosen = value === '' ? [] : value.split(';');
  const toggle = (one: string) =>
    onChange((chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]).join(';'));
  const was = edit.seen?.split(';') ?? [];
  return (
    <fieldset className="choices">
      <legend className="visually-hidden">{label}</legend>
      {edit.options.map((option) => (
        <label key={option.value}>
          <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />{' '}
          {chosen.includes(option.value) && !was.includes(option.value) ? '+ ' : ''}
          {!chosen.includes(option.value) && was.includes(option.value) ? '− ' : ''}
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

function matching({ options }: EditForm, filter: string) {
  const wanted = filter.trim().toLowerCase();
  return options.filter(({ label }) => label.toLowerCase().includes(wanted));
}

function tagged({ value, label }: { value: string; label: string }, { seen, proposed }: EditForm): string {
  if (value === seen) return `${label} · ${i18n.t('suggestion.now')}`;
  return value === proposed ? `${label} · ${i18n.t('suggestion.suggested')}` : label;
}

/** What the control starts with: the proposed value where it fits, in the way people type it. */
function initial(edit: EditForm | null, language: string): string {
  const raw = edit?.proposed ?? '';
  if (!edit || raw === '') return edit?.kind === 'options' ? (edit.seen ?? '') : '';
  if (edit.kind === 'number') return raw.replace('.', decimalOf(language));
  if (edit.kind !== 'datetime') return raw;
  const at = /^\d{10,}$/.test(raw) ? Number(raw) : Date.parse(raw);
  return Number.isFinite(at) ? new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '';
}

/** What was typed as it would be written, or what is wrong with it: nothing is there, it does not fit, or it stands there already. */
function rawOf(edit: EditForm, value: string, language: string): { to: string } | { wrong: 'bad' | 'same' | 'none' } {
  if (value.trim() === '') return { wrong: 'none' };
  const typed = edit.kind === 'number' ? plainNumber(value, language) : value;
  const rules = { ...edit, isUser: false, readOnly: false };
  const fit = fitValue(rules, '', typed, { values: new Map([['', edit.seen]]), people: [] });
  if ('to' in fit && fit.to !== null) return { to: fit.to };
  return { wrong: 'unfit' in fit && fit.unfit === 'same' ? 'same' : 'bad' };
}

/** A number as people write it, without its group separators; never rounded. */
function plainNumber(text: string, language: string): string {
  const decimal = decimalOf(language);
  const group = decimal === ',' ? /[.\s\u00a0\u202f'’]/g : /[,\s\u00a0\u202f'’]/g;
  return text.trim().replace(group, '').replace(decimal, '.');
}

function decimalOf(language: string): string {
  return new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
}

function isoDay(at: number): string {
  const local = new Date(at);
  return new Date(at - local.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function weekday(day: string, language: string): string {
  const at = Date.parse(day);
  if (!Number.isFinite(at)) return '';
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(at);
}
