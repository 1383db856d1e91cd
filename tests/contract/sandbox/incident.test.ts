/** The truth is consistent with itself, has the story's proportions and follows from the seed. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../support.ts';
import { useSandbox } from '../support.ts';

interface Correction {
  kind: string;
  object: string;
  id: string;
  field: string;
  agentRow: { to: string | null; from: string | null; actor: { kind: string } };
  humanRow: { to: string | null; via: string; actor: { kind: string } };
  observable: boolean;
  why?: string;
}

describe('the incident', () => {
  const sandbox = useSandbox();
  const changes = async () =>
    (await sandbox.get<Change[]>(`/truth/changes?account=${sandbox.main.account}`)).filter(
      (change) => change.account === '12345678',
    );
  const byNote = (note: RegExp) => {
    const found = sandbox.main.records.find((one) => note.test(one.note));
    if (!found) throw new Error(`no record ${note}`);
    return found;
  };

  it('has the promised size and people', async () => {
    const all = await changes();
    expect(all.length).toBeGreaterThanOrEqual(5_000);
    expect(new Set(all.map((change) => `${change.object}/${change.id}`)).size).toBeGreaterThanOrEqual(220);
    expect(new Set(all.map((change) => change.object))).toEqual(new Set(['0-1', '0-2', '0-3', '0-5']));
    const actors = (kind: string) =>
      new Set(all.filter((change) => change.actor.kind === kind).map((change) => change.actor.id));
    expect(actors('human').size).toBeGreaterThanOrEqual(5);
    expect(actors('agent')).toEqual(new Set(['copilot', 'enricher', 'native']));
  });

  it.each(['1', '2', 'another'])(
    'hides at least a twentieth of all changes in each of five ways (seed %s)',
    async (seed) => {
      await sandbox.post('/reset', { seed });
      const all = await changes();
      const share = (test: (change: Change) => boolean) => all.filter(test).length / all.length;
      for (const why of ['depth', 'record-deleted', 'merged-away', 'property-archived']) {
        expect(
          share((change) => change.why === why),
          why,
        ).toBeGreaterThanOrEqual(0.05);
      }
      expect(share((change) => change.why === 'shared-token' && change.current)).toBeGreaterThanOrEqual(0.05);
      expect(share((change) => change.observable)).toBeGreaterThan(0.5);
    },
  );

  it('is the same for the same seed, byte for byte, and another for another', async () => {
    const paths = [
      '/truth?limit=10000',
      '/truth/changes',
      '/truth/corrections',
      '/truth/patterns',
      '/truth/duplicates',
      '/info',
    ];
    const everything = async (seed: string) => {
      await sandbox.post('/reset', { seed });
      return Promise.all(paths.map(async (path) => (await fetch(sandbox.info.control + path)).text()));
    };
    const first = await everything('same');
    expect(await everything('same')).toEqual(first);
    const other = await everything('other');
    for (const index of paths.keys()) expect(other[index]).not.toBe(first[index]);
    await sandbox.post('/reset', { seed: '1' });
  });

  it('can be told in a day or in two months, in the same order', async () => {
    for (const days of [1, 60]) {
      await sandbox.post('/reset', { days });
      const story = (await changes()).filter((change) => change.pattern);
      expect(Date.parse(story[0]?.at ?? '')).toBeGreaterThanOrEqual(
        Date.parse('2026-11-23T14:00:00Z') - days * 86_400_000,
      );
      expect(story.length).toBeGreaterThan(1_500);
      const forgery = story.filter((change) => change.pattern === 'forged-ledger');
      expect(forgery.length).toBeGreaterThan(0);
    }
    await sandbox.post('/reset', { days: 21 });
  });

  it('derives every current state from its rows', async () => {
    for (const cell of await sandbox.cells()) {
      const [newest] = cell.rows;
      expect(newest?.to).toBe(cell.value);
      expect(newest?.actor).toEqual(cell.lastWriter);
      for (const [index, row] of cell.rows.entries()) {
        expect(row.from).toBe(cell.rows[index + 1]?.to ?? null);
        expect(row.from).not.toBe(row.to);
      }
      expect(cell.observable).toBe(cell.why === undefined);
      if (cell.corrected) expect([cell.attribution, cell.rows[1]?.actor.kind]).toEqual(['human', 'agent']);
    }
  });

  it('lists changes in order, and all of them', async () => {
    const all = await changes();
    expect(all.map((change) => change.seq)).toEqual(all.map((change) => change.seq).toSorted((a, b) => a - b));
    expect(all.map((change) => change.at)).toEqual(all.map((change) => change.at).toSorted());
    const rows = (await sandbox.cells(`account=${sandbox.main.account}`)).reduce(
      (sum, cell) => sum + cell.rows.length,
      0,
    );
    expect(all).toHaveLength(rows);
    for (const change of all) {
      if (change.restorable)
        expect([change.observable || change.why === 'shared-token', change.touchedSince]).toEqual([true, false]);
      if (change.touchedSince) expect(change.current).toBe(false);
    }
    expect(new Set(all.map((change) => change.restorableWhy))).toEqual(
      new Set([
        'current',
        'same-writer-since',
        'person-since',
        'changed-since',
        'before-unknown',
        'read-only',
        'depth',
        'record-deleted',
        'merged-away',
        'property-archived',
      ]),
    );
  });

  it('narrows changes to an actor and a time', async () => {
    const [from, to] = ['2026-11-10T00:00:00.000Z', '2026-11-12T00:00:00.000Z'];
    const some = await sandbox.get<Change[]>(`/truth/changes?crm=hubspot&actor=copilot&from=${from}&to=${to}`);
    const expected = (await changes()).filter(
      (change) => change.actor.id === 'copilot' && change.at >= from && change.at <= to,
    );
    expect(some).toEqual(expected);
    expect(some.length).toBeGreaterThan(10);
  });

  it('calls corrections by their name', async () => {
    const all = await sandbox.get<Correction[]>('/truth/corrections');
    const kinds = new Set(all.map((one) => one.kind));
    expect(kinds).toEqual(new Set(['corrected', 'reverted', 'restored']));
    for (const { kind, agentRow, humanRow, observable, why } of all) {
      expect([agentRow.actor.kind, humanRow.actor.kind]).toEqual(['agent', 'human']);
      expect(humanRow.via === 'restore').toBe(kind === 'restored');
      if (kind === 'reverted') expect(humanRow.to).toBe(agentRow.from);
      if (kind === 'corrected') expect(humanRow.to).not.toBe(agentRow.from);
      expect(observable).toBe(why === undefined);
    }
    const hidden = new Set(all.map((one) => one.why).filter(Boolean));
    expect(hidden).toContain('depth');
    expect(hidden).toContain('record-deleted');
    const marked = (await sandbox.cells()).filter((cell) => cell.corrected).map((cell) => `${cell.id}/${cell.field}`);
    expect(all.map((one) => `${one.id}/${one.field}`)).toEqual(expect.arrayContaining(marked));
  });

  it('says when each pattern could first have been noticed', async () => {
    const patterns =
      await sandbox.get<Array<{ pattern: string; firstAt: string; detectableAt: string; records: unknown[] }>>(
        '/truth/patterns',
      );
    expect(patterns.map((one) => one.pattern).sort()).toEqual([
      'commission-drift',
      'duplicate-creation',
      'duplicate-merge',
      'forged-ledger',
      'forged-stamp',
      'mass-enrichment',
      'stage-flapping',
      'stage-on-email',
      'tug-of-war',
      'utm-overwrite',
      'value-clearing',
    ]);
    for (const { firstAt, detectableAt, records } of patterns) {
      expect(detectableAt >= firstAt).toBe(true);
      expect(records.length).toBeGreaterThan(0);
    }
    const duplicates = await sandbox.get<Array<{ id: string; of: string; observable: boolean }>>('/truth/duplicates');
    expect(duplicates.some((one) => one.observable) && duplicates.some((one) => !one.observable)).toBe(true);
  });

  it('tells the stories of the records worth opening', async () => {
    const cellsOf = async (note: RegExp) => {
      const { object, id } = byNote(note);
      return new Map(
        (await sandbox.cells(`object=${object}&id=${id}&account=${sandbox.main.account}`)).map((cell) => [
          cell.field,
          cell,
        ]),
      );
    };
    const damaged = await cellsOf(/an agent has damaged/);
    expect(sandbox.main.records[0]?.note).toMatch(/an agent has damaged/);
    expect(new Set([...damaged.values()].map((cell) => cell.attribution))).toEqual(
      new Set(['human', 'agent', 'collaborative', 'automation', 'system', 'unknown']),
    );
    expect(damaged.get('amount')?.corrected).toBe(true);
    const twin = await cellsOf(/^namesake/);
    const different = [...new Set([...damaged.keys(), ...twin.keys()])].filter(
      (field) => (damaged.get(field)?.value ?? null) !== (twin.get(field)?.value ?? null),
    );
    expect(different).toEqual(['closedate']);
    expect([...twin.values()].every((cell) => ['human', 'system'].includes(cell.attribution))).toBe(true);

    const forged = await cellsOf(/approval an agent forged/);
    expect(forged.get('amount')).toMatchObject({ attribution: 'agent', observable: true });
    expect(forged.get('hs_priority')).toMatchObject({ attribution: 'collaborative' });
    const approved = await cellsOf(/approved, edited and rejected/);
    expect(approved.get('hs_next_step')).toMatchObject({ attribution: 'collaborative' });
    expect(approved.get('dealtype')).toMatchObject({ attribution: 'agent' });
    expect(approved.get('dealstage')).toMatchObject({ attribution: 'human' });
    const stale = await cellsOf(/stamp is older/);
    expect(stale.get('jobtitle')).toMatchObject({ attribution: 'agent', observable: true });
    expect(stale.get('utm_source')).toMatchObject({ attribution: 'unknown', observable: false, why: 'shared-token' });
    const stampForged = await cellsOf(/stamp another app forged/);
    expect(stampForged.get('utm_source')).toMatchObject({ attribution: 'unknown', why: 'shared-token' });
    expect(stampForged.get('last_modified_by_agent')).toMatchObject({ lastWriter: { id: 'copilot' } });
    const utm = await cellsOf(/UTM values an agent overwrote/);
    expect(utm.get('utm_medium')).toMatchObject({ attribution: 'agent', observable: true });
    expect(utm.get('utm_source')).toMatchObject({ attribution: 'human', corrected: true });
    const cleared = await cellsOf(/agent cleared/);
    expect(cleared.get('hs_next_step')).toMatchObject({ attribution: 'agent', value: null });
    const deep = await cellsOf(/far beyond the history depth/);
    expect(deep.get('intent_score')?.rows.length).toBeGreaterThan(45);
  });
});
