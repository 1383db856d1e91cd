import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTokens } from '../../../lib/core/tokens';

const css = readFileSync(new URL('../../../lib/core/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    [light ?? '', dark ?? ''],
  ]),
);

/** Relative luminance and contrast by WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
const token = (name: string, theme: number) => tokens.get(name)?.[theme] ?? '';

const WHO = ['agent', 'collab', 'auto', 'corr', 'unk', 'danger'];
/** Grounds of the three CRMs' pages, selected and hovered rows included. */
const HOSTS = [
  ['#ffffff', '#f5f8fa', '#f3f3f3', '#f5f5f6', '#e5f5f8', '#eef4ff', '#ebf3ff'],
  ['#1f2633', '#21232c', '#1a1b1e', '#3a4150'],
];

test('every text reaches 4.5 : 1 on every surface, every control 3 : 1', () => {
  expect(tokens.size).toBeGreaterThan(20);
  for (const theme of [0, 1]) {
    for (const ground of ['surface', 'sunk', 'hover']) {
      for (const text of ['text', 'text-2', 'text-3', ...WHO]) {
        expect(contrast(token(text, theme), token(ground, theme)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(token('control', theme), token(ground, theme)), `control on ${ground}`).toBeGreaterThanOrEqual(3);
    }
    for (const who of WHO) expect(contrast(token(who, theme), token(`${who}-tint`, theme))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token('ink', theme), token('ink-fg', theme))).toBeGreaterThanOrEqual(4.5);
  }
});

test('every glyph reaches 3 : 1 on every ground we know', () => {
  for (const theme of [0, 1]) {
    for (const ground of HOSTS[theme] ?? []) {
      for (const who of WHO)
        expect(contrast(token(who, theme), ground), `${who} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  }
});

test('tokens are filled in, also those in terms of others; what else is used stays', () => {
  const declared = ':root,:host{--line:#ddd;--e1:0 1px #000,0 0 0 1px var(--line)}';
  expect(withTokens('a{box-shadow:var(--e1);left:var(--cs-x, 0);color:var(--t)}', declared)).toBe(
    'a{box-shadow:0 1px #000,0 0 0 1px #ddd;left:var(--cs-x, 0);color:var(--t)}',
  );
  const mark = readFileSync(new URL('../../../lib/overlay/mark.css', import.meta.url), 'utf8');
  expect(new Set(withTokens(mark, css).match(/var\(--[\w-]+/g))).toEqual(
    new Set(['var(--cs-x', 'var(--cs-y', 'var(--cs-dy', 'var(--cs-ground', 'var(--t']),
  );
});
