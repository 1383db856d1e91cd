/** jsforce reads the history of every record that is still there, and its rows say what the truth says. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TeamInfo } from '../../sandbox/crm.ts';
import type { HistoryRow } from './support.ts';
import { HISTORY_COLUMNS, historyOf, useSalesforce } from './support.ts';

/** Default probability and forecast category of a stage, as picklist values tell. */
type Stages = Map<string, { probability: number; category: string }>;

const GONE = ['record-deleted', 'merged-away', 'property-archived', 'untracked'];
const second = (at: string): number => Math.floor(Date.parse(at) / 1_000);
const timeOf = (row: HistoryRow): number => Date.parse(row.CreatedDate) / 1_000;
const sameSave = (a: HistoryRow, b: HistoryRow): boolean =>
  a.CreatedDate === b.CreatedDate && a.CreatedById === b.CreatedById;

/** Lookups are named by their relationship. */
const rowName = (field: string): string => (field.endsWith('Id') ? field.slice(0, -2) : field);

/** What a reader makes of a user, from its type, profile and licence and from what the team says. */
function attributionOf({ CreatedById, CreatedBy }: HistoryRow, team: TeamInfo): string {
  const said = team.writers.find(({ key }) => key === `user:${CreatedById}`);
  if (said?.actedBy) return 'unknown';
  if (said && said.role !== 'person') return said.role;
  const { UserType, Profile } = CreatedBy;
  if (UserType === 'AutomatedProcess') return 'automation';
  if (UserType === 'Guest') return 'system';
  if (Profile.Name === 'Einstein Agent User') return 'agent';
  return UserType === 'Standard' && Profile.UserLicense.Name !== 'Salesforce Integration' ? 'human' : 'unknown';
}

describe('truth and field history', () => {
  const salesforce = useSalesforce();
  const rows = new Map<string, HistoryRow[]>();
  const stages: Stages = new Map();
  let cells: ReturnType<typeof salesforce.truth>;

  beforeAll(async () => {
    cells = salesforce.truth();
    for (const object of new Set(cells.map((cell) => cell.object))) {
      const [name, parent] = historyOf(object);
      const query = `SELECT ${parent}, ${HISTORY_COLUMNS} FROM ${name} ORDER BY CreatedDate DESC, Id DESC`;
      const all = await salesforce.client().query(query, { autoFetch: true, maxFetch: 100_000 });
      for (const row of all.records as unknown as Array<HistoryRow & Record<string, string>>) {
        const id = row[parent] ?? '';
        rows.set(id, [...(rows.get(id) ?? []), row]);
      }
    }
    const path = '/services/data/v66.0/ui-api/object-info/Opportunity/picklist-values';
    const { id } = salesforce.noted('pipeline of its own');
    const { body } = await salesforce.soql(`SELECT RecordTypeId FROM Opportunity WHERE Id = '${id}'`);
    const recordType = (body as { records: Array<{ RecordTypeId: string }> }).records[0]?.RecordTypeId;
    const picks = await salesforce.call(`${path}/${recordType}/StageName`);
    const { values } = picks.body as {
      values: Array<{ value: string; attributes: { defaultProbability: number; forecastCategoryName: string } }>;
    };
    for (const { value, attributes } of values) {
      stages.set(value, {
        probability: attributes.defaultProbability,
        category: attributes.forecastCategoryName,
      });
    }
  });

  const shown = () => cells.filter((cell) => !GONE.includes(cell.why ?? ''));
  const all = (cell: { id: string }) => rows.get(cell.id) ?? [];
  const isLookup = (field: string) => field === 'OwnerId' || field === 'Commission_Owner__c';

  /** The row that stands for a cell's last change: its own, or the one of the record's creation. */
  const lastRow = (cell: { id: string; field: string }): HistoryRow | undefined =>
    ownRows(cell)[0] ?? all(cell).find((row) => row.Field === 'created');

  const ownRows = (cell: { id: string; field: string }) =>
    isLookup(cell.field)
      ? all(cell).filter((row) => row.Field === rowName(cell.field) && row.DataType === 'EntityId')
      : all(cell).filter((row) => row.Field === rowName(cell.field));

  it('shows every change the engine knows of, newest first, without what records were created with', () => {
    let compared = 0;
    for (const cell of shown()) {
      const created = all(cell).find((row) => row.Field === 'created');
      expect(created, cell.id).toBeDefined();
      const later = cell.rows.filter((row) => created && second(row.at) !== timeOf(created));
      expect(ownRows(cell).map(timeOf), `${cell.id} ${cell.field}`).toEqual(later.map((row) => second(row.at)));
      const valueless = ['Description', 'Interests__c', 'Notes__c'].includes(cell.field);
      if (!valueless) {
        expect(
          ownRows(cell).map((row) => (row.NewValue === null ? null : String(row.NewValue))),
          `${cell.id} ${cell.field}`,
        ).toEqual(later.map((row) => row.to));
      }
      compared += later.length;
    }
    expect(compared).toBeGreaterThan(2_000);
  });

  it('has no rows of changes the engine does not know of', () => {
    const known = new Set(cells.map((cell) => `${cell.id}/${rowName(cell.field)}`));
    const special = /^(created|closed|leadConverted|ownerAccepted|opportunityCreatedFromLead|(account|contact)Merged)$/;
    const strange = [...rows].flatMap(([id, list]) =>
      list.filter(
        ({ Field }) => !special.test(Field) && Field !== 'Countersign_Ledger__c' && !known.has(`${id}/${Field}`),
      ),
    );
    expect(strange.map(({ Field }) => Field)).toEqual([]);
  });

  /** A reader who knows the facts and the team file, from the rows alone. */
  function classify(cell: { object: string; id: string; field: string; value: string | null }): string {
    const { team } = salesforce.main;
    const row = lastRow(cell);
    if (!row) throw new Error(`no row of ${cell.id} ${cell.field}`);
    const save = all(cell).filter((one) => sameSave(one, row));
    if (save.some(({ Field }) => /Merged$/.test(Field)) && row.Field !== 'created') return 'unknown';
    if (['Probability', 'ForecastCategoryName'].includes(cell.field)) {
      const stageRow = save.find(({ Field }) => Field === 'StageName');
      const stage = stages.get(String(stageRow?.NewValue ?? (row.Field === 'created' ? firstStage(cell) : undefined)));
      const follows = cell.field === 'Probability' ? String(stage?.probability) : stage?.category;
      if (follows === cell.value) return 'system';
    }
    const stamp = team.stamps.find(({ writer }) => writer === `user:${row.CreatedById}`);
    const said = all(cell).some(
      (one) =>
        one.Field === stamp?.field &&
        one.CreatedById === row.CreatedById &&
        Math.abs(timeOf(one) - timeOf(row)) <= 2 &&
        stamp.agents.some(({ value }) => value === one.NewValue),
    );
    return said ? 'agent' : attributionOf(row, team);
  }

  const firstStage = (cell: { id: string }) => {
    const first = ownRows({ ...cell, field: 'StageName' }).at(-1);
    return first ? first.OldValue : salesforce.truth(cell.id).find(({ field }) => field === 'StageName')?.value;
  };

  it('lets a reader who knows the team reach the true attribution of every observable field', () => {
    const wrong: string[] = [];
    const seen = new Map<string, number>();
    for (const cell of shown()) {
      const answer = classify(cell);
      const own = ['collaborative', 'human', 'unknown'].includes(cell.attribution) && cell.lastWriter.id === 'overlay';
      // That the key was ours is in the row; which of its decisions are real is what cannot be told.
      const expected = !cell.observable && cell.why !== 'ledger' ? 'unknown' : own ? 'own' : cell.attribution;
      if (answer !== expected) wrong.push(`${cell.object}/${cell.id}/${cell.field}: ${answer}, not ${expected}`);
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
    }
    expect(wrong).toEqual([]);
    for (const attribution of ['human', 'agent', 'automation', 'system', 'unknown', 'own']) {
      expect(seen.get(attribution) ?? 0, attribution).toBeGreaterThan(10);
    }
  });

  it('leaves out fields whose history is off, and the truth says so', async () => {
    const untracked = cells.filter((cell) => cell.why === 'untracked');
    const names = new Set(untracked.map((cell) => `${cell.object}.${cell.field}`));
    expect([...names].toSorted()).toEqual([
      'Account.BillingCountry',
      'Account.FirstName',
      'Account.LastName',
      'Case.Origin',
      'Contact.MailingCountry',
      'Contact.UTM_Content__c',
      'Contact.Website__c',
      'Opportunity.RecordTypeId',
    ]);
    for (const cell of untracked) expect(ownRows(cell), cell.field).toEqual([]);
  });

  it('gives both orgs records of the same ids, and namesakes whose ids differ in case alone', () => {
    const ids = (records: ReadonlyArray<{ id: string }>) => records.slice(0, 2).map(({ id }) => id);
    expect(ids(salesforce.main.records)).toEqual(ids(salesforce.other.records));
    const [damaged = '', twin = ''] = ids(salesforce.main.records).map((id) => id.slice(0, 15));
    expect(damaged).not.toBe(twin);
    expect(damaged.toLowerCase()).toBe(twin.toLowerCase());
  });

  it('tracks twenty fields of an object at most', async () => {
    for (const object of ['Opportunity', 'Account', 'Contact', 'Lead', 'Case', 'Renewal__c']) {
      const { body } = await salesforce.soql(
        `SELECT COUNT() FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${object}' AND IsFieldHistoryTracked = true`,
      );
      const { totalSize } = body as { totalSize: number };
      expect(totalSize, object).toBeGreaterThan(5);
      expect(totalSize, object).toBeLessThanOrEqual(20);
    }
  });

  it('shows the same values on the record as the truth has', async () => {
    for (const object of ['Opportunity', 'Account', 'Contact', 'Lead', 'Case', 'Renewal__c']) {
      const own = cells.filter(
        (cell) =>
          cell.object === object && !['record-deleted', 'merged-away', 'property-archived'].includes(cell.why ?? ''),
      );
      const fields = [...new Set(own.map((cell) => cell.field))];
      const { records } = await salesforce.client().query(`SELECT Id, ${fields.join(', ')} FROM ${object}`);
      const byId = new Map((records as Array<Record<string, unknown>>).map((record) => [String(record.Id), record]));
      for (const cell of own) {
        const value = byId.get(cell.id)?.[cell.field];
        const text = value === null || value === undefined || value === false ? null : String(value);
        expect(text, `${cell.id} ${cell.field}`).toBe(cell.value === 'false' ? null : cell.value);
      }
    }
  });
});
