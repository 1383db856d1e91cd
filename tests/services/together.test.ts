/**
 * Two browsers decide at the same time, each with a database of its own. Their requests reach the CRM in every order that there is
 * for the first three of each: reading, comparing, writing. The small run draws some by its seed.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../lib/core/decisions';
import { parseLedger } from '../../lib/core/ledger';
import { decidedIds } from '../../lib/core/suggestions';
import type { Known } from '../../lib/services/reading';
import type { Meant } from '../../lib/services/writes';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import { Browser, type Crm } from './browsers';
import { DEALS, Team } from './records';
import { FULL, SEED } from './size';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

/** Every order of three requests of A and three of B. */
const ORDERS = orders(3, 3);
/** A writes between the two answers that B compares with on Pipedrive: whatever is drawn, that one is tried. */
const BETWEEN = 'AABABB';
/** How many orders each test of the small run has. Pipedrive's clients wait for its short window. */
const SOME: Record<Crm, number> = { hubspot: 7, salesforce: 7, pipedrive: 1 };

/** The orders of one test, drawn by the seed. @param nth of the tests, so that each tries others */
function ordersFor(crm: Crm, nth: number): string[] {
  if (FULL) return ORDERS;
  const length = SOME[crm];
  const drawn = fc.shuffledSubarray(ORDERS, { minLength: ORDERS.length, maxLength: ORDERS.length });
  // One draw for all tests, of which each takes the next: no two of Pipedrive's are the same.
  const [all = []] = fc.sample(drawn, { seed: SEED, numRuns: 1 });
  const own = all.filter((order) => order !== BETWEEN);
  const some = Array.from({ length }, (_, n) => own[(nth * length + n) % own.length] ?? BETWEEN);
  return nth === 0 ? [BETWEEN, ...some.slice(1)] : some;
}

function orders(a: number, b: number): string[] {
  if (a === 0 || b === 0) return ['A'.repeat(a) + 'B'.repeat(b)];
  return [...orders(a - 1, b).map((rest) => `A${rest}`), ...orders(a, b - 1).map((rest) => `B${rest}`)];
}

/** Lets requests through one at a time in a given order, and as they come once it is used up. */
class Turns {
  #order: string[];
  #changed = () => {};
  #change = this.#next();

  constructor(order: string) {
    this.#order = [...order];
  }

  async take<T>(who: string, act: () => Promise<T>): Promise<T> {
    while (this.#order.length > 0 && this.#order[0] !== who) await this.#change;
    try {
      return await act();
    } finally {
      if (this.#order[0] === who) this.#order.shift();
      this.#wake();
    }
  }

  /** Somebody has no more requests. */
  done(who: string): void {
    this.#order = this.#order.filter((one) => one !== who);
    this.#wake();
  }

  #wake(): void {
    const changed = this.#changed;
    this.#change = this.#next();
    changed();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}

type Kind = Exclude<Meant['kind'], 'note'>;
/** What each does with the suggestion; both the same, each something else. */
const PAIRS: readonly (readonly [Kind, Kind])[] = [
  ['approve', 'approve'],
  ['approve', 'approve_edited'],
  ['approve', 'reject'],
  ['reject', 'approve_edited'],
];

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  let team: Team;
  let browsers: Record<'A' | 'B', Browser>;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    const account = mainAccount(sandbox, crm);
    browsers = {
      A: await Browser.connected(sandbox, account, 'Dana Reyes'),
      B: await Browser.connected(sandbox, account, 'Tom Becker'),
    };
  });

  const [text, amount] = Object.entries(DEALS[crm].fields).slice(0, 2) as [[string, string[]], [string, string[]]];

  /** A record with a suggestion for each of two fields. @param listed where the CRM has a list of its own, the first is in that */
  async function record(listed = false): Promise<{ id: string; names: [string, string] }> {
    const id = await team.deal();
    const { fields } = await know(browsers.A, crm, id);
    const nameOf = (label: string) =>
      fields.find(({ name, label: shown }) => name === label || shown === label)?.name ?? '';
    const names: [string, string] = [nameOf(text[0]), nameOf(amount[0])];
    await team.person(id, { [names[0]]: text[1][0] ?? '', [names[1]]: amount[1][0] ?? '' });
    await team.later(2000);
    const own = listed && crm === 'salesforce';
    if (own) await team.lists(id, { [names[0]]: text[1][1] ?? '' });
    await team.proposes(id, { ...(own ? {} : { [names[0]]: text[1][1] ?? '' }), [names[1]]: amount[1][1] ?? '' });
    await team.later(2000);
    return { id, names };
  }

  async function wish(browser: Browser, id: string, field: string, kind: Kind, edited: string) {
    const known = await know(browser, crm, id);
    const { suggestions } = await browser.run((s) => s.suggestionsOf(known));
    const suggestion = suggestions.find((one) => one.field === field);
    if (suggestion?.state !== 'open') throw new Error(`nothing proposed for ${field}`);
    const to = { approve: suggestion.to, approve_edited: edited, reject: null }[kind];
    const seen = known.snapshot.values.get(field) ?? null;
    const meant: Meant = { ref: known.snapshot.ref, kind, suggestion: suggestion.id, field, seen, to };
    return { known, meant };
  }

  /** Both decide, in the given order of their requests. */
  async function both(
    order: string,
    wishes: Record<'A' | 'B', { known: Known; meant: Meant }>,
  ): Promise<{ A: Decision; B: Decision }> {
    const turns = new Turns(order);
    const decided = async (who: 'A' | 'B') => {
      const browser = browsers[who];
      browser.net = (_, send) => turns.take(who, send);
      try {
        const { known, meant } = wishes[who];
        return await browser.run((s) => s.decide(known.connection, meant, known));
      } finally {
        turns.done(who);
        browser.net = (_, send) => send();
      }
    };
    const [A, B] = await Promise.all([decided('A'), decided('B')]);
    return { A, B };
  }

  test.each(PAIRS.map(([a, b], nth) => [a, b, nth] as const))(
    'one suggestion, %s and %s: one is applied, the other says so',
    { timeout: 180_000 },
    async (a, b, nth) => {
      for (const [index, order] of ordersFor(crm, nth).entries()) {
        const { id, names } = await record(index % 2 === 1);
        const [field] = names;
        const decisions = await both(order, {
          A: await wish(browsers.A, id, field, a, text[1][2] ?? ''),
          B: await wish(browsers.B, id, field, b, text[1][3] ?? ''),
        });
        const known = await know(browsers.A, crm, id);
        const entries = [...parseLedger(known.snapshot.values.get(known.staging.ledger ?? '')).values()];
        const told = Object.entries(decisions).map(([who, { kind, state, to, now, nowBy }]) => ({
          who,
          kind,
          state,
          to,
          now,
          nowBy,
        }));
        const { rows } = await team.cell(id, field);
        const about = JSON.stringify(
          { order, told, entries, rows: rows.map(({ actor, to }) => `${actor.id}=${to}`) },
          null,
          1,
        );
        const applied = Object.values(decisions).filter(({ state }) => state === 'done');
        // The same decision of two people is one: either may hear that it is done.
        if (a !== b) expect(applied.length, about).toBe(1);
        expect(applied.length, about).toBeGreaterThan(0);
        for (const { state } of Object.values(decisions))
          expect(['done', 'stale', 'elsewhere'], about).toContain(state);
        const value = known.snapshot.values.get(field) ?? null;
        const [one] = applied;
        expect(value, about).toBe(one?.kind === 'reject' ? text[1][0] : one?.to);
        expect(known.attributions.get(field)?.attribution, about).toBe(
          one?.kind === 'reject' ? 'human' : 'collaborative',
        );
        // Decided once and for all: it is open to nobody any more.
        expect(decidedIds(entries).has(one?.suggestion ?? ''), about).toBe(true);
        const { suggestions } = await browsers.B.run((s) => s.suggestionsOf(known));
        expect(
          suggestions.filter((s) => s.field === field && s.state === 'open'),
          about,
        ).toEqual([]);
      }
    },
  );

  test('two suggestions on one record: both are applied', { timeout: 180_000 }, async () => {
    for (const [index, order] of ordersFor(crm, PAIRS.length).entries()) {
      const { id, names } = await record(index % 2 === 1);
      const [first, second] = names;
      const decisions = await both(order, {
        A: await wish(browsers.A, id, first, 'approve', ''),
        B: await wish(browsers.B, id, second, 'approve', ''),
      });
      const known = await know(browsers.A, crm, id);
      const ledger = known.snapshot.values.get(known.staging.ledger ?? '');
      const about = JSON.stringify({ order, decisions, ledger }, null, 1);
      expect([decisions.A.state, decisions.B.state], about).toEqual(['done', 'done']);
      expect([known.snapshot.values.get(first), known.snapshot.values.get(second)], about).toEqual([
        text[1][1],
        amount[1][1],
      ]);
      expect(parseLedger(ledger).size, about).toBe(2);
      for (const field of names) expect(known.attributions.get(field)?.attribution, about).toBe('collaborative');
      const { suggestions } = await browsers.B.run((s) => s.suggestionsOf(known));
      expect(
        suggestions.filter(({ state }) => state === 'open'),
        about,
      ).toEqual([]);
      // What the CRM's truth makes of it agrees.
      for (const field of names)
        expect((await team.cell(id, field)).value, about).toBe(known.snapshot.values.get(field));
    }
  });
});

async function know(browser: Browser, crm: Crm, id: string): Promise<Known> {
  const { account } = mainAccount(sandbox, crm);
  return browser.run(async (s) => {
    const connection = await s.connectionFor(crm, account);
    if (!connection) throw new Error('not connected');
    return s.know(connection, { crm, account, object: DEALS[crm].object, id }, 'write', 'en');
  });
}
