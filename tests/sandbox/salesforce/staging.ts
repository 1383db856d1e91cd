/** Fields in which agents of this org propose values: text, whatever the field they are for. History does not track them. */
import type { Staging } from '../engine/types.ts';
import { shorten } from '../shorten.ts';
import { custom } from './catalog/define.ts';
import type { Catalog } from './catalog.ts';

const METADATA = 'AI_Suggestions__c';
const COUNT = 'AI_Pending_Count__c';
const NAMES = /^AI_(Suggested_\w+|Suggestions|Pending_Count)__c$/i;
/** Characters before `__c`. */
const MAX_NAME = 40;

/** What agents may propose from the start; a team adds more through the API. */
const STAGED: Readonly<Record<string, readonly string[]>> = {
  Opportunity: [
    'StageName',
    'Amount',
    'CloseDate',
    'Priority__c',
    'NextStep',
    'Description',
    'Commission_Rate__c',
    'OwnerId',
  ],
  Account: ['Industry', 'NumberOfEmployees', 'Phone', 'Type', 'OwnerId'],
  Contact: ['Title', 'Phone', 'Lifecycle__c', 'UTM_Source__c', 'OwnerId'],
  Lead: ['Title', 'Phone', 'Status', 'UTM_Source__c', 'OwnerId'],
};

const nameFor = (field: string): string => {
  const base = field.replace(/__c$/, '').replaceAll('__', '_');
  return `${shorten(`AI_Suggested_${base}`, field, MAX_NAME)}__c`;
};

/** Adds the staging fields an org has from the start. No layout shows them. */
export function addStaging(catalog: Catalog): void {
  for (const [object, names] of Object.entries(STAGED)) {
    const labelOf = (field: string) => catalog.field(object, field)?.label ?? field;
    catalog.seed(object, [
      ...names.map((field) =>
        custom(nameFor(field), field === 'Description' ? 'textarea' : 'string', `AI Suggested ${labelOf(field)}`),
      ),
      custom(METADATA, 'textarea', 'AI Suggestions', { length: 131_072 }),
      custom(COUNT, 'double', 'AI Pending Count', { scale: 0 }),
    ]);
  }
}

/** What an object has now, by name. */
export function stagingOf(catalog: Catalog, object: string): Staging {
  const known = (name: string) => catalog.field(object, name)?.name;
  const fields = (catalog.object(object)?.fields ?? []).flatMap(({ name }) => {
    const staged = known(nameFor(name));
    return staged ? [[name, staged] as const] : [];
  });
  return { fields: new Map(fields), metadata: known(METADATA), count: known(COUNT) };
}

export const isStaging = (field: string): boolean => NAMES.test(field);
