import { describe, expect, test } from 'vitest';
import { isStaging, stagingName, stagingOf } from '../../../lib/core/staging';
import { emptyTeamFile } from '../../../lib/core/team';

const named = (...names: string[]) => names.map((name) => ({ name, label: name }));

describe('names of staging fields', () => {
  test.each([
    ['hubspot', 'dealstage', 'Deal Stage', 'ai_suggested_dealstage'],
    ['salesforce', 'StageName', 'Stage', 'AI_Suggested_StageName__c'],
    ['salesforce', 'UTM_Source__c', 'UTM Source', 'AI_Suggested_UTM_Source__c'],
    ['salesforce', 'ns__Score__c', 'Score', 'AI_Suggested_ns_Score__c'],
    ['pipedrive', 'a'.repeat(40), 'Expected close date', 'AI suggested Expected close date'],
  ] as const)('%s %s', (crm, name, label, expected) => {
    expect(stagingName(crm, { name, label })).toBe(expected);
  });

  test('long ones are cut, and stay apart', () => {
    const long = ['Expected_Annual_Recurring_Revenue_A__c', 'Expected_Annual_Recurring_Revenue_B__c'];
    const names = long.map((name) => stagingName('salesforce', { name, label: name }));
    for (const name of names) expect(name).toMatch(/^AI_Suggested_Expected_Annual_Rec?\w*_[0-9a-f]{8}__c$/);
    for (const name of names) expect(name.replace(/__c$/, '').length).toBeLessThanOrEqual(40);
    expect(new Set(names).size).toBe(2);
  });
});

describe('the staging of an object', () => {
  const fields = named(
    'dealstage',
    'amount',
    'ai_suggested_dealstage',
    'proposal_amount',
    'ai_suggestions',
    'ai_pending_count',
    'countersign_ledger',
  );

  test('by convention', () => {
    const staging = stagingOf('hubspot', '0-3', fields, emptyTeamFile('hubspot', '1'));
    expect([...staging.fields]).toEqual([['dealstage', 'ai_suggested_dealstage']]);
    expect(staging).toMatchObject({
      metadata: 'ai_suggestions',
      count: 'ai_pending_count',
      ledger: 'countersign_ledger',
    });
    expect(isStaging(staging, 'ai_suggested_dealstage')).toBe(true);
    expect(isStaging(staging, 'ai_suggestions')).toBe(true);
    expect(isStaging(staging, 'dealstage')).toBe(false);
  });

  test('by the team file, on the object it names', () => {
    const team = emptyTeamFile('hubspot', '1');
    team.fields = {
      staging: [
        { object: '0-3', field: 'amount', in: 'proposal_amount' },
        { object: '0-3', field: 'dealstage', in: 'gone' },
      ],
    };
    const here = stagingOf('hubspot', '0-3', fields, team).fields;
    expect(here.get('amount')).toBe('proposal_amount');
    expect(here.get('dealstage')).toBe('ai_suggested_dealstage');
    expect(stagingOf('hubspot', '0-1', fields, team).fields.get('amount')).toBeUndefined();
  });

  test('Pipedrive’s by their labels, in whatever case', () => {
    const list = [
      { name: 'stage_id', label: 'Stage' },
      { name: 'x1', label: 'AI Suggested stage' },
      { name: 'x2', label: 'Countersign ledger' },
    ];
    const staging = stagingOf('pipedrive', 'deal', list, emptyTeamFile('pipedrive', '1'));
    expect([...staging.fields]).toEqual([['stage_id', 'x1']]);
    expect(staging).toMatchObject({ ledger: 'x2', metadata: null, count: null });
  });

  test('there may be none', () => {
    const staging = stagingOf('hubspot', '0-3', named('dealstage'), emptyTeamFile('hubspot', '1'));
    expect(staging).toEqual({ fields: new Map(), metadata: null, count: null, ledger: null });
  });
});
