import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';

const FOLDER = new URL('../../lib/i18n/locales/', import.meta.url);

/** Every message of a locale file by its dotted key; plural forms are one message. */
function messages(file: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (path: string, node: unknown) => {
    if (node === null || typeof node !== 'object') {
      found.set(path, String(node));
      return;
    }
    const entries = Object.entries(node);
    if (entries.every(([key]) => key === 'n' || Number.isFinite(Number(key)))) {
      found.set(path, entries.map(([, text]) => text).join(' | '));
    } else for (const [key, value] of entries) walk(path ? `${path}.${key}` : key, value);
  };
  walk('', parseDocument(readFileSync(new URL(file, FOLDER), 'utf8')).toJS());
  return found;
}

const names = (text: string) => [...new Set(text.match(/\{\w+\}|\$\d/g))].sort().join(' ');
const english = messages('en.yml');

test.each(readdirSync(FOLDER).filter((file) => file !== 'en.yml'))(
  '%s has every key with the same placeholders',
  (file) => {
    const other = messages(file);
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) expect(`${key} ${names(other.get(key) ?? '')}`).toBe(`${key} ${names(text)}`);
  },
);

test('a key is a name Chrome takes', () => {
  for (const key of english.keys()) expect(key).toMatch(/^[A-Za-z0-9_.]+$/);
});

test('the voice: no exclamation marks, nothing about preventing', () => {
  for (const [key, text] of english) {
    expect(text, key).not.toMatch(/!|\boops\b|\bsorry\b|\bplease\b|successfully|\binvalid\b|error occurred/i);
    expect(text, key).not.toMatch(/\b(protect|block|secure)(s|ed|ing)?\b/i);
  }
});
