/** `OpportunityHistory`: always on, one row per save that touches stage, amount, close date or probability. */
import { STAGES } from './catalog/opportunity.ts';
import type { Store, Values } from './store.ts';
import type { Source, StoredRecord } from './types.ts';

const FIELDS = ['StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategoryName'];

export const concernsStage = (changed: Record<string, string>): boolean => FIELDS.some((field) => field in changed);

/** @param before values before the save; none where the opportunity is new */
export function addStageRow(store: Store, record: StoredRecord, source: Source, before: Values = {}): void {
  const read = (field: string) => store.value(record, field);
  store.create(
    'OpportunityHistory',
    {
      OpportunityId: record.id,
      StageName: read('StageName'),
      Amount: read('Amount'),
      ExpectedRevenue: read('ExpectedRevenue'),
      CloseDate: read('CloseDate'),
      Probability: read('Probability'),
      ForecastCategory: STAGES.find(({ value }) => value === read('StageName'))?.forecastCategory ?? null,
      PrevAmount: before.Amount ?? null,
      PrevCloseDate: before.CloseDate ?? null,
    },
    source,
  );
}
