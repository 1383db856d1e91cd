import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Agreed,
  believed,
  controlRoom,
  controlText,
  EVERY_AGENT,
  mergeAgreed,
  parseControl,
  sameAgreed,
  withPause,
  writerOf,
} from '../../../lib/core/control';
import { isLedger, withLedgerEntries } from '../../../lib/core/ledger';
import { emptyTeamFile, type TeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange, Writer } from '../../../lib/core/types';

const OF = { crm: 'hubspot', account: '1' } as const;
const EMPTY = emptyTeamFile('hubspot', '1');

const teams: fc.Arbitrary<TeamFile> = fc
  .array(
    fc.record({
      key: fc.stringMatching(/^app:[a-z0-9]{1,4}$/),
      role: fc.constantFrom('agent' as const, 'person' as const),
    }),
    {
      maxLength: 4,
    },
  )
  .map((writers) => writers.reduce((file, { key, role }) => withWriter(file, { key, role, name: key }), EMPTY));
const agreed: fc.Arbitrary<Agreed> = fc.record({
  team: teams,
  paused: fc.boolean().map((on) => withPause([], { what: EVERY_AGENT, by: 'Dana', since: 1 }, on)),
});

describe('what stands in the field', () => {
  it('is read as it was written, and what a later version added stays', () => {
    fc.assert(
      fc.property(agreed, agreed, (first, second) => {
        const text = JSON.stringify({ ...JSON.parse(controlText(null, first, 'Dana')), heartbeat: { at: 1 } });
        const read = parseControl(text, OF);
        if (!read.ok) throw new Error(read.why);
        expect(sameAgreed(read.control, first)).toBe(true);
        expect(read.control.newer).toBe(false);
        const next = parseControl(controlText(read.control, second, 'Tom'), OF);
        if (!next.ok) throw new Error(next.why);
        expect(sameAgreed(next.control, second)).toBe(true);
        expect([read.control.by, next.control.by]).toEqual(['Dana', 'Tom']);
        expect(next.control.whole.heartbeat).toEqual({ at: 1 });
      }),
    );
  });

  it('is never a ledger and a control record at once, whatever it is', () => {
    const member = fc.oneof(fc.constant('countersign/control'), fc.constant(1), fc.constant([]), fc.jsonValue(), teams);
    const keys = fc.constantFrom('schema', 'v', 'e', 'team', 'paused', 'upto', 'n');
    const texts = fc.oneof(
      fc.dictionary(keys, member).map((one) => JSON.stringify(one)),
      fc
        .tuple(agreed, fc.dictionary(keys, member))
        .map(([one, more]) => JSON.stringify({ ...JSON.parse(controlText(null, one, 'Dana')), ...more })),
      fc.string(),
      agreed.map((one) => controlText(null, one, 'Dana')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { ok } = parseControl(text, OF);
        if (text !== '') expect(ok && isLedger(text)).toBe(false);
        if (ok) expect(withLedgerEntries(text, [], 0, { chars: 60_000 })).toBeNull();
      }),
    );
  });

  it.each([
    ['', 'empty'],
    [null, 'empty'],
    ['Ask Ben first.', 'other'],
    ['[]', 'other'],
    ['{"v":1,"e":[]}', 'ledger'],
    [JSON.stringify({ schema: 'countersign/control', v: 1, e: [], team: EMPTY, paused: [] }), 'ledger'],
    [JSON.stringify(EMPTY), 'other'],
    [JSON.stringify({ schema: 'countersign/control', v: 2, team: EMPTY, paused: [] }), 'shape'],
    [JSON.stringify({ schema: 'countersign/control', v: 1, team: { ...EMPTY, account: '2' }, paused: [] }), 'account'],
    [JSON.stringify({ schema: 'countersign/control', v: 1, team: EMPTY, paused: [{ what: '' }] }), 'shape'],
  ])('%s is none: %s', (text, why) => {
    expect(parseControl(text, OF)).toMatchObject({ ok: false, why });
  });

  it('says so where a later version said more of the team than this one can keep', () => {
    const later = { ...EMPTY, fields: { ...EMPTY.fields, monitor: 'x' } };
    const text = JSON.stringify({ schema: 'countersign/control', v: 1, team: later, paused: [] });
    expect(parseControl(text, OF)).toMatchObject({ ok: true, control: { newer: true } });
  });

  it('has the room that the CRM and the field have', () => {
    expect(controlRoom('pipedrive', undefined)).toBe(4_000);
    expect(controlRoom('salesforce', 32_768)).toBe(32_768);
    expect(controlRoom('hubspot', 65_536)).toBe(60_000);
  });
});

describe('merging', () => {
  it('loses nothing that one side alone changed, and decides nothing that both did', () => {
    fc.assert(
      fc.property(fc.option(agreed), agreed, agreed, (base, mine, theirs) => {
        const next = mergeAgreed(base, mine, theirs);
        for (const part of ['team', 'paused'] as const) {
          const [was, here, there] = [base?.[part], mine[part], theirs[part]].map((one) => JSON.stringify(one));
          const contested = here !== there && here !== was && there !== was;
          if (contested) expect(next).toBeNull();
          else if (next) expect(JSON.stringify(next[part])).toBe(here === was ? there : here);
        }
      }),
    );
  });

  it('is the same for both sides', () => {
    fc.assert(
      fc.property(agreed, agreed, agreed, (base, mine, theirs) => {
        expect(mergeAgreed(base, mine, theirs)).toEqual(mergeAgreed(base, theirs, mine));
      }),
    );
  });
});

describe('who may be believed', () => {
  const row = (key: string, kind: Writer['kind'], to: string | undefined): FieldChange => ({
    field: 'l',
    from: null,
    to,
    at: 1,
    sent: '1',
    source: { type: 'INTEGRATION' },
    writer: { key, kind, id: key, attribution: 'unknown' },
  });
  const team = withWriter(withWriter(EMPTY, { key: 'app:1', role: 'agent', name: 'Copilot' }), {
    key: 'app:2',
    role: 'own',
    name: 'Countersign',
  });

  it('is told by the newest row, if it is the one that wrote what stands there', () => {
    const history = { changes: [row('app:1', 'app', 'b'), row('app:2', 'app', 'a')], complete: true };
    expect(believed(writerOf('b', history, 1), team)).toBe('agent');
    expect(believed(writerOf('a', history, 1), team)).toBe('unreadable');
    expect(believed(writerOf('a', { ...history, changes: [] }, 1), team)).toBe('unreadable');
    expect(believed(writerOf('a', undefined, 1), team)).toBe('unreadable');
    expect(believed(row('app:2', 'app', 'a'), team)).toBe('trusted');
    expect(believed(row('app:3', 'app', 'a'), team)).toBe('unmapped');
    // Where the CRM keeps no values, as Salesforce of long texts, the newest row is the one; if it is no later than the text.
    const untold = { changes: [row('app:2', 'app', undefined)], complete: true };
    expect(writerOf('a', untold, 1)).toMatchObject({ to: undefined });
    expect(writerOf('a', untold, 0)).toBeNull();
  });
});
