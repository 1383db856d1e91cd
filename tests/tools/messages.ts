/** The texts of a locale file as the browser has them: nested keys joined, plural forms in one. */
import { parse } from 'yaml';

/**
 * @param yaml a file of `lib/i18n/locales`
 * @param separator between the parts of a key: `_` in the browser's names, `.` in the code's
 */
export function messagesOf(yaml: string, separator = '_'): Map<string, string> {
  const found = new Map<string, string>();
  const collect = (path: string[], node: unknown): void => {
    if (node === null || typeof node !== 'object') {
      found.set(path.join(separator), String(node));
      return;
    }
    const entries = Object.entries(node);
    if (entries.every(([key]) => key === 'n' || Number.isFinite(Number(key)))) {
      found.set(path.join(separator), entries.map(([, text]) => text).join(' | '));
    } else for (const [key, value] of entries) collect([...path, key], value);
  };
  collect([], parse(yaml));
  return found;
}
