/** Raw values as people know them: labels, names, money and dates in the interface's language. */
import { kindOf } from '../core/values';
import type { FieldMeta, Person } from '../crm/contract';

export interface ValueContext {
  people: readonly Person[];
  /** Names of the records that references point to, by field. */
  names?: ReadonlyMap<string, string> | undefined;
  /** The record's currency code, if any. */
  currency: string | undefined;
  /** BCP 47 language of the interface. */
  language: string;
  yes: string;
  no: string;
}

/** Long values are shown by their beginning, whatever field they are proposed for; the card offers no more than this. */
const SHOWN_CHARS = 2000;

/** A value for people; `null` for an empty one. Never throws: what cannot be formatted is shown as stored. */
export function showValue(meta: FieldMeta | undefined, value: string | null, context: ValueContext): string | null {
  return value === null || value === '' ? null : beginning(shown(meta, value, context));
}

function shown(meta: FieldMeta | undefined, value: string, context: ValueContext): string {
  const { language } = context;
  if (meta?.isUser) return context.people.find((p) => p.keys.includes(`owner:${value}`))?.name ?? value;
  if (!meta) return value;
  const kind = kindOf(meta);
  switch (kind) {
    case 'option':
    case 'bool': {
      const label = meta.options.find((o) => o.value === value)?.label;
      if (label) return label;
      return kind === 'bool' ? (value === 'true' ? context.yes : value === 'false' ? context.no : value) : value;
    }
    case 'options':
      return value
        .split(';')
        .map((part) => meta.options.find((o) => o.value === part)?.label ?? part)
        .join(', ');
    case 'reference':
      return context.names?.get(meta.name) ?? value;
    case 'number':
      return number(value, meta.currencyField ? context.currency : undefined, language);
    case 'date':
    case 'datetime':
      return date(value, kind, language);
    default:
      return value;
  }
}

const beginning = (value: string) => (value.length > SHOWN_CHARS ? `${value.slice(0, SHOWN_CHARS)}…` : value);

function number(value: string, currency: string | undefined, language: string): string {
  const n = Number(value);
  if (!Number.isFinite(n) || value.trim() === '') return value;
  try {
    const style = currency ? ({ style: 'currency', currency } as const) : { maximumFractionDigits: 20 };
    return new Intl.NumberFormat(language, style).format(n);
  } catch {
    return value;
  }
}

function date(value: string, kind: 'date' | 'datetime', language: string): string {
  const at = /^\d{10,}$/.test(value) ? Number(value) : Date.parse(value);
  if (!Number.isFinite(at)) return value;
  // A plain date has no time zone; midnight UTC must not become the day before.
  const plain = kind === 'date' || /^\d{4}-\d{2}-\d{2}$/.test(value) || at % 86_400_000 === 0;
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    ...(plain ? { timeZone: 'UTC' } : { hour: '2-digit', minute: '2-digit' }),
  }).format(at);
}
