/** What Salesforce works out from other fields: saved with the stage, or computed whenever it is read. */
import { STAGES } from './catalog/opportunity.ts';
import type { PicklistOption } from './types.ts';

type Read = (field: string) => string | null;

const stageOf = (value: string | null): PicklistOption | undefined => STAGES.find((one) => one.value === value);

/** A new stage brings its probability and forecast category along, unless the same save gives them. */
export function derive(object: string, written: ReadonlySet<string>, read: Read): Record<string, string> {
  if (object !== 'Opportunity' || !written.has('StageName')) return {};
  const stage = stageOf(read('StageName'));
  if (!stage) return {};
  const all = { Probability: String(stage.probability), ForecastCategoryName: stage.forecastCategory ?? 'Pipeline' };
  return Object.fromEntries(Object.entries(all).filter(([field]) => !written.has(field)));
}

const joined = (read: Read, separator: string, ...fields: string[]): string | null =>
  fields.map(read).filter(Boolean).join(separator) || null;

const ADDRESS = ['Street', 'City', 'State', 'PostalCode', 'Country'];

/** Fields of an address by the name of the part. */
export const addressParts = (compound: string): Array<readonly [part: string, field: string]> =>
  ADDRESS.map((part) => [part, `${compound.replace(/Address$/, '')}${part}`] as const);

const revenue = (read: Read): string | null => {
  const [amount, probability] = [read('Amount'), read('Probability')];
  return amount === null ? null : String(Math.round(Number(amount) * Number(probability ?? 0)) / 100);
};

/** Fields that are computed whenever they are read; `undefined` for fields that are not. */
export function computed(object: string, field: string, read: Read): string | null | undefined {
  if (field.endsWith('Address') || (field === 'Address' && object === 'Lead')) {
    return joined(read, ', ', ...addressParts(field).map(([, name]) => name));
  }
  if (field === 'Name' && (object === 'Contact' || object === 'Lead' || object === 'User')) {
    return joined(read, ' ', 'FirstName', 'LastName');
  }
  if (object === 'Account' && field === 'Name' && read('IsPersonAccount') === 'true') {
    return joined(read, ' ', 'FirstName', 'LastName');
  }
  if (field === 'IsClosed' && object === 'Case') return String(read('Status') === 'Closed');
  if (object !== 'Opportunity') return undefined;
  switch (field) {
    case 'ExpectedRevenue':
      return revenue(read);
    case 'IsClosed':
      return String(stageOf(read('StageName'))?.closed === true);
    case 'IsWon':
      return String(stageOf(read('StageName'))?.won === true);
    default:
      return undefined;
  }
}
