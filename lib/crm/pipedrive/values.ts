/** Pipedrive's values as the product's text: v2's JSON and the changelog's strings of one value give the same. Pure. */
import type { ValueKind } from '../../core/agreement';

/** A value as text, `null` where it is empty: numbers plain, times ISO, several options or addresses joined by `;`. */
export function valueText(kind: ValueKind, raw: unknown): string | null {
  if (raw === null || raw === undefined || raw === '') return null;
  if (Array.isArray(raw)) {
    const parts = isPrimaryFirst(raw) ? raw : [...raw.filter(isPrimary), ...raw.filter((part) => !isPrimary(part))];
    return parts.flatMap((part) => valueText('text', part) ?? []).join(';') || null;
  }
  if (typeof raw === 'object') {
    // Options come as {id, label} where labels were asked for; money, periods and addresses as {value, …}.
    const { value, id } = raw as { value?: unknown; id?: unknown };
    return valueText(kind, value ?? id);
  }
  const text = String(raw);
  switch (kind) {
    case 'number':
      return Number.isFinite(Number(text)) ? String(Number(text)) : text;
    case 'bool':
      return text === '1' || text === 'true' ? 'true' : text === '0' || text === 'false' ? 'false' : text;
    case 'datetime':
      // v1 writes `2026-11-20 09:14:35`, in UTC.
      return text.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/, '$1T$2Z');
    case 'options':
      return (
        text
          .split(/[,;]/)
          .map((part) => part.trim())
          .filter(Boolean)
          .join(';') || null
      );
    default:
      return text;
  }
}

const isPrimary = (part: unknown): boolean => (part as { primary?: unknown } | null)?.primary === true;

const isPrimaryFirst = (parts: readonly unknown[]): boolean => !parts.slice(1).some(isPrimary);
