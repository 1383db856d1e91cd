/** Rows and fields made by hand for the tests of Salesforce's history. */
import type { FieldMeta } from '../../../../lib/crm/contract';

export const DANA = '005Hs000000AbCdIAK';
export const SAM = '005Hs000000XyZaIAK';
export const AGENT = '005Hs000000AgEnIAK';

export function field(name: string, kind: FieldMeta['kind'] = 'text', more: Partial<FieldMeta> = {}): FieldMeta {
  return { name, label: name, kind, options: [], isUser: kind === 'user', readOnly: false, tracked: true, ...more };
}

export const time = (second: number) => `2026-11-20T10:00:${String(second).padStart(2, '0')}.000+0000`;

let count = 0;

/** A history row; later rows have later ids, as Salesforce gives them out. */
export function row(Field: string, second: number, values: [unknown, unknown] = [null, null], more: object = {}) {
  count++;
  return {
    attributes: { type: 'OpportunityFieldHistory' },
    Id: `017Hs0000${String(count).padStart(6, '0')}`,
    OpportunityId: '006Hs000001AbCdIAK',
    Field,
    DataType: 'Text',
    OldValue: values[0],
    NewValue: values[1],
    CreatedById: DANA,
    CreatedBy: { Name: 'Dana Reyes', UserType: 'Standard', Profile: { Name: 'Standard User' } },
    CreatedDate: time(second),
    ...more,
  };
}

export const byAgent = {
  CreatedById: AGENT,
  CreatedBy: { Name: 'Agentforce', UserType: 'Standard', Profile: { Name: 'Einstein Agent User' } },
};
