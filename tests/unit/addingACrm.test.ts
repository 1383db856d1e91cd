/** What the guide for another CRM names is there, for every CRM that is. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CRMS } from '../../lib/core/types';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const quoted = [...read('docs/adding-a-crm.md').matchAll(/`([^`\s]+)`/g)].map(([, text = '']) => text);

test.each(CRMS)('files of %s', (crm) => {
  const paths = quoted.filter((text) => /^(components|docs|entrypoints|lib|tests)\//.test(text));
  const files = new Set(paths.map((path) => path.replaceAll('<crm>', crm)));
  expect([...files].filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  expect(files.size).toBeGreaterThan(20);
});

test('names of the code', () => {
  const files = globSync('{lib,tests/sandbox,tests/dom,tests/unit/crm}/**/*.ts', { cwd: fileURLToPath(root) });
  const words = new Set(files.flatMap((path) => read(path).match(/\w+/g) ?? []));
  const names = quoted.filter((text) => /^[A-Za-z]+$/.test(text));
  expect(names.filter((name) => !words.has(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(20);
});
