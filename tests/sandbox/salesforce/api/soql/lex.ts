/** SOQL, cut into words. */
import { malformedQuery } from '../errors.ts';

export interface Token {
  kind: 'word' | 'text' | 'number' | 'moment' | 'sign' | 'end';
  /** Words as written; texts without quotes and with escapes resolved. */
  text: string;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2}))?/;
const NUMBER = /^[+-]?\d+(\.\d+)?/;
const WORD = /^[A-Za-z_][\w.]*(:\d+)?/;
const SIGN = /^(<=|>=|!=|<>|[(),=<>])/;

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A text literal from its opening quote on; returns the text and what is left. */
function quoted(source: string): readonly [text: string, rest: string] {
  let text = '';
  for (let at = 1; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === "'") return [text, source.slice(at + 1)];
    if (char !== '\\') {
      text += char;
      continue;
    }
    const next = source[++at] ?? '';
    // Before `%` and `_` the backslash stays: LIKE has to know.
    text += ESCAPES[next] ?? (/[%_]/.test(next) ? `\\${next}` : next);
  }
  throw malformedQuery('unexpected token: missing closing quote');
}

export function lex(soql: string): Token[] {
  const tokens: Token[] = [];
  let rest = soql.trimStart();
  const take = (kind: Token['kind'], text: string) => {
    tokens.push({ kind, text });
    rest = rest.slice(text.length);
  };
  while (rest !== '') {
    if (rest.startsWith("'")) {
      const [text, left] = quoted(rest);
      tokens.push({ kind: 'text', text });
      rest = left;
    } else {
      const found = (
        [
          ['moment', MOMENT],
          ['number', NUMBER],
          ['word', WORD],
          ['sign', SIGN],
        ] as const
      ).find(([, pattern]) => pattern.test(rest));
      if (!found) throw malformedQuery(`unexpected token: '${rest.slice(0, 1)}'`);
      take(found[0], found[1].exec(rest)?.[0] ?? '');
    }
    rest = rest.trimStart();
  }
  return [...tokens, { kind: 'end', text: '' }];
}
