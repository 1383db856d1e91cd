/** SOQL, as far as clients of records and histories use it. */
import { malformedQuery } from '../errors.ts';
import { lex, type Token } from './lex.ts';

export type Selected =
  | { kind: 'field'; path: string[] }
  | { kind: 'display'; path: string[]; alias: string }
  | { kind: 'count'; path: string[] | null; alias: string | null }
  | { kind: 'children'; query: Query }
  | { kind: 'all'; which: 'ALL' | 'STANDARD' | 'CUSTOM' };

export interface Literal {
  kind: 'text' | 'number' | 'moment' | 'boolean' | 'null' | 'span';
  text: string;
}

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; path: string[]; op: string; values: Literal[] };

export interface Query {
  select: Selected[];
  from: string;
  where: Condition | null;
  groupBy: string[][];
  orderBy: Array<{ path: string[]; descending: boolean; nullsLast: boolean }>;
  limit: number | null;
  offset: number;
}

const COMPARISONS = ['=', '!=', '<>', '<', '>', '<=', '>='];

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #fail(): never {
    throw malformedQuery(`unexpected token: '${this.#next.text || '<EOF>'}'`);
  }

  #is(word: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind !== 'text' && token?.text.toUpperCase() === word;
  }

  #accept(word: string): boolean {
    if (!this.#is(word)) return false;
    this.#at++;
    return true;
  }

  #expect(word: string): void {
    if (!this.#accept(word)) this.#fail();
  }

  #word(): string {
    const token = this.#next;
    if (token.kind !== 'word') this.#fail();
    this.#at++;
    return token.text;
  }

  #whole(): number {
    const token = this.#next;
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) this.#fail();
    this.#at++;
    return Number(token.text);
  }

  statement(): Query {
    const query = this.#query();
    if (this.#next.kind !== 'end') this.#fail();
    return query;
  }

  #query(): Query {
    this.#expect('SELECT');
    const select = this.#list(() => this.#selected());
    this.#expect('FROM');
    const from = this.#word();
    const alias = this.#next.kind === 'word' && !this.#atClause() ? this.#word() : null;
    const where = this.#accept('WHERE') ? this.#or() : null;
    const groupBy = this.#accept('GROUP') ? this.#grouping() : [];
    const orderBy = this.#accept('ORDER') ? this.#ordering() : [];
    const limit = this.#accept('LIMIT') ? this.#whole() : null;
    const offset = this.#accept('OFFSET') ? this.#whole() : 0;
    // Says that the rows are read for a page; nothing here depends on it.
    if (this.#accept('FOR')) this.#word();
    return withoutAlias({ select, from, where, groupBy, orderBy, limit, offset }, alias ?? from);
  }

  #atClause(): boolean {
    return ['WHERE', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET', 'FOR'].some((word) => this.#is(word));
  }

  #list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.#accept(',')) items.push(item());
    return items;
  }

  #selected(): Selected {
    if (this.#accept('(')) {
      const query = this.#query();
      this.#expect(')');
      return { kind: 'children', query };
    }
    const word = this.#word();
    if (!this.#accept('(')) return { kind: 'field', path: word.split('.') };
    const [name, inner] = [word.toUpperCase(), this.#is(')') ? null : this.#word()];
    this.#expect(')');
    const alias = this.#next.kind === 'word' && !this.#is('FROM') ? this.#word() : null;
    if (name === 'COUNT') return { kind: 'count', path: inner?.split('.') ?? null, alias };
    if (inner === null) this.#fail();
    if (name === 'FIELDS' && /^(ALL|STANDARD|CUSTOM)$/i.test(inner)) {
      return { kind: 'all', which: inner.toUpperCase() as 'ALL' };
    }
    if (name === 'TOLABEL' || name === 'FORMAT') {
      const path = inner.split('.');
      return { kind: 'display', path, alias: alias ?? path.at(-1) ?? '' };
    }
    return this.#fail();
  }

  #grouping(): string[][] {
    this.#expect('BY');
    return this.#list(() => this.#word().split('.'));
  }

  #ordering(): Query['orderBy'] {
    this.#expect('BY');
    return this.#list(() => {
      const path = this.#word().split('.');
      const descending = this.#accept('DESC');
      if (!descending) this.#accept('ASC');
      let nullsLast = false;
      if (this.#accept('NULLS')) {
        nullsLast = this.#is('LAST');
        this.#word();
      }
      return { path, descending, nullsLast };
    });
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#accept('OR')) parts.push(this.#and());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts };
  }

  #and(): Condition {
    const parts = [this.#single()];
    while (this.#accept('AND')) parts.push(this.#single());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
  }

  #single(): Condition {
    if (this.#accept('NOT')) return { kind: 'not', part: this.#single() };
    if (this.#accept('(')) {
      const condition = this.#or();
      this.#expect(')');
      return condition;
    }
    const path = this.#word().split('.');
    if (this.#accept('LIKE')) return { kind: 'compare', path, op: 'LIKE', values: [this.#literal()] };
    const negative = this.#accept('NOT');
    if (this.#accept('IN')) {
      this.#expect('(');
      const values = this.#list(() => this.#literal());
      this.#expect(')');
      return { kind: 'compare', path, op: negative ? 'NOT IN' : 'IN', values };
    }
    const op = this.#next.text;
    if (negative || this.#next.kind !== 'sign' || !COMPARISONS.includes(op)) this.#fail();
    this.#at++;
    return { kind: 'compare', path, op: op === '<>' ? '!=' : op, values: [this.#literal()] };
  }

  #literal(): Literal {
    const { kind, text } = this.#next;
    if (kind === 'sign' || kind === 'end') this.#fail();
    this.#at++;
    if (kind !== 'word') return { kind, text };
    if (/^(true|false)$/i.test(text)) return { kind: 'boolean', text: text.toLowerCase() };
    if (/^null$/i.test(text)) return { kind: 'null', text: '' };
    if (/^(TODAY|YESTERDAY|TOMORROW|LAST_N_DAYS:\d+|THIS_MONTH|THIS_YEAR)$/i.test(text)) {
      return { kind: 'span', text: text.toUpperCase() };
    }
    this.#at--;
    return this.#fail();
  }
}

/** Field paths may begin with the object's name or its alias. */
function withoutAlias(query: Query, alias: string): Query {
  const cut = (path: string[]) =>
    path.length > 1 && path[0]?.toLowerCase() === alias.toLowerCase() ? path.slice(1) : path;
  const condition = (one: Condition): Condition => {
    if (one.kind === 'compare') return { ...one, path: cut(one.path) };
    if (one.kind === 'not') return { ...one, part: condition(one.part) };
    return { ...one, parts: one.parts.map(condition) };
  };
  return {
    ...query,
    select: query.select.map((one) =>
      'path' in one && one.path ? ({ ...one, path: cut(one.path) } as Selected) : one,
    ),
    where: query.where && condition(query.where),
    groupBy: query.groupBy.map(cut),
    orderBy: query.orderBy.map((one) => ({ ...one, path: cut(one.path) })),
  };
}

/** Parses a query; throws `MALFORMED_QUERY`. */
export const parseSoql = (soql: string): Query => new Parser(lex(soql)).statement();
