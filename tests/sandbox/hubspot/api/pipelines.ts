/** Pipelines and their stages, read only. */
import type { Reply } from '../../http.ts';
import type { Pipeline, PipelineStage } from '../types.ts';
import type { Call, Params } from './call.ts';
import { notFound } from './errors.ts';
import { requireSchema } from './objectTypes.ts';

/** HubSpot's default pipelines carry the start of the epoch. */
const ORIGIN = '1970-01-01T00:00:00Z';

const renderStage = (stage: PipelineStage) => ({
  ...stage,
  createdAt: ORIGIN,
  updatedAt: ORIGIN,
  archived: false,
  writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
});

const renderPipeline = (pipeline: Pipeline) => ({
  ...pipeline,
  stages: pipeline.stages.map(renderStage),
  createdAt: ORIGIN,
  updatedAt: ORIGIN,
  archived: false,
});

function pipelineOf(call: Call, params: Params): Pipeline {
  const type = requireSchema(call, params.type ?? '', 'read');
  const pipeline = call.store.catalog.pipelines(type.id).find((one) => one.id === params.id);
  if (!pipeline) throw notFound();
  return pipeline;
}

export function listPipelines(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'read');
  return { status: 200, body: { results: call.store.catalog.pipelines(type.id).map(renderPipeline) } };
}

export const readPipeline = (call: Call, params: Params): Reply => ({
  status: 200,
  body: renderPipeline(pipelineOf(call, params)),
});

export const listStages = (call: Call, params: Params): Reply => ({
  status: 200,
  body: { results: pipelineOf(call, params).stages.map(renderStage) },
});

export function readStage(call: Call, params: Params): Reply {
  const stage = pipelineOf(call, params).stages.find((one) => one.id === params.stage);
  if (!stage) throw notFound();
  return { status: 200, body: renderStage(stage) };
}

/** Nobody ever changed these pipelines. */
export function auditPipeline(call: Call, params: Params): Reply {
  pipelineOf(call, params);
  return { status: 200, body: { results: [] } };
}
