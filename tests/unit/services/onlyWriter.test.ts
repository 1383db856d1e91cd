/** Who can change something in a CRM: the write engine writes records, the set-up makes fields, and nobody else does either. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;
const sources = globSync('{lib,components,entrypoints}/**/*.{ts,tsx}', { cwd: root })
  .filter((path) => !path.startsWith('lib/crm/'))
  .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));

/** Files that name a client's function. */
const using = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('records are written, made and deleted by the write engine alone', () => {
  expect(using(/\.write\b(?!')|const \{[^}\n]*\bwrite\b|\bcreateOrganisation\b|\.deleteRecord\b/)).toEqual([
    'lib/services/writes.ts',
  ]);
});

test('fields are made and deleted by the set-up alone', () => {
  expect(using(/\b(createField|deleteField)\b/)).toEqual(['lib/services/wizard.ts']);
});

test('requests to a CRM go through its client', () => {
  expect(using(/\bfetch\(|XMLHttpRequest|sendBeacon/)).toEqual([]);
});
