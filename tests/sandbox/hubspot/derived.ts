/** Properties HubSpot works out from others, as pure functions of a record's values. */
import type { Catalog } from './catalog.ts';
import type { ObjectTypeId } from './types.ts';

type Read = (field: string) => string | null;

/**
 * The calculated properties that follow from a record's other values.
 *
 * @returns name to value; `""` where there is nothing to calculate from
 */
export function derive(typeId: ObjectTypeId, read: Read, catalog: Catalog): Record<string, string> {
  if (typeId === '0-3') return deriveDeal(read, catalog);
  if (typeId === '0-5') return deriveTicket(read, catalog);
  if (typeId === '0-1') return { hs_full_name_or_email: fullName(read) || (read('email') ?? '') };
  return {};
}

export function fullName(read: Read): string {
  return [read('firstname'), read('lastname')].filter(Boolean).join(' ');
}

function stageOf(typeId: ObjectTypeId, id: string | null, catalog: Catalog) {
  return catalog
    .pipelines(typeId)
    .flatMap((pipeline) => pipeline.stages)
    .find((stage) => stage.id === id);
}

function deriveDeal(read: Read, catalog: Catalog): Record<string, string> {
  const stage = stageOf('0-3', read('dealstage'), catalog);
  if (!stage) return {};
  const probability = stage.metadata.probability ?? '0.0';
  const closed = stage.metadata.isClosed === 'true';
  const amount = read('amount');
  return {
    hs_deal_stage_probability: probability,
    hs_is_closed: String(closed),
    hs_is_closed_won: String(closed && probability === '1.0'),
    hs_is_closed_lost: String(closed && probability === '0.0'),
    hs_projected_amount: amount ? String(Math.round(Number(amount) * Number(probability) * 100) / 100) : '',
  };
}

function deriveTicket(read: Read, catalog: Catalog): Record<string, string> {
  const stage = stageOf('0-5', read('hs_pipeline_stage'), catalog);
  return stage ? { hs_is_closed: stage.metadata.isClosed ?? 'false' } : {};
}
