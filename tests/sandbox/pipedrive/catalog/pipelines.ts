/** Pipelines and their stages; the first five stages are the ones a new account has. */
import type { Pipeline, Stage } from '../types.ts';

export const PIPELINES: readonly Pipeline[] = [
  { id: 1, name: 'Pipeline', order: 1 },
  { id: 2, name: 'Partner', order: 2 },
];

const stage = (id: number, pipelineId: number, order: number, name: string): Stage => ({
  id,
  name,
  order,
  pipelineId,
  probability: 100,
});

export const STAGES: readonly Stage[] = [
  stage(1, 1, 1, 'Qualified'),
  stage(2, 1, 2, 'Contact Made'),
  stage(3, 1, 3, 'Demo Scheduled'),
  stage(4, 1, 4, 'Proposal Made'),
  stage(5, 1, 5, 'Negotiations Started'),
  stage(6, 1, 6, 'Contract Signed'),
  stage(11, 2, 1, 'Registered'),
  stage(12, 2, 2, 'In review'),
  stage(13, 2, 3, 'Signed'),
];
