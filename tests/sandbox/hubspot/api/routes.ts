/** Every path of the simulated HubSpot API, in one place, without family and version. */
import type { Reply } from '../../http.ts';
import { pathMatcher } from '../../http.ts';
import { accountDetails, dailyUsage } from './account.ts';
import { batchAssociations, changeAssociation, listAssociations } from './associations.ts';
import { batchArchive, batchCreate, batchRead, batchUpdate, batchUpsert } from './batch.ts';
import type { Call, Handler } from './call.ts';
import { ApiError } from './errors.ts';
import { archiveGroup, createGroup, listGroups, readGroup, updateGroup } from './groups.ts';
import type { RateLimits } from './limits.ts';
import {
  archiveRecord,
  createRecord,
  gdprDelete,
  listRecords,
  mergeRecords,
  readRecord,
  updateRecord,
} from './objects.ts';
import { listOwners, listUsers, readOwner, readUser } from './people.ts';
import { auditPipeline, listPipelines, listStages, readPipeline, readStage } from './pipelines.ts';
import {
  archiveProperty,
  batchProperties,
  createProperty,
  listProperties,
  readProperty,
  updateProperty,
} from './properties.ts';
import { searchRecords } from './search.ts';

type Route = readonly [method: string, pattern: string, handler: Handler];

/** More specific patterns stand before those that would swallow them. */
const routes = (limits: RateLimits): readonly Route[] => [
  ['POST', '/objects/:type/batch/read', batchRead],
  ['POST', '/objects/:type/batch/create', batchCreate],
  ['POST', '/objects/:type/batch/update', batchUpdate],
  ['POST', '/objects/:type/batch/upsert', batchUpsert],
  ['POST', '/objects/:type/batch/archive', batchArchive],
  ['POST', '/objects/:type/search', searchRecords],
  ['POST', '/objects/contacts/gdpr-delete', gdprDelete],
  ['POST', '/objects/:type/merge', mergeRecords],
  ['GET', '/objects/:type', listRecords],
  ['POST', '/objects/:type', createRecord],
  ['GET', '/objects/:type/:id', readRecord],
  ['PATCH', '/objects/:type/:id', updateRecord],
  ['DELETE', '/objects/:type/:id', archiveRecord],

  ['GET', '/objects/:type/:id/associations/:to', listAssociations],
  ['PUT', '/objects/:type/:id/associations/default/:to/:toId', changeAssociation],
  ['PUT', '/objects/:type/:id/associations/:to/:toId', changeAssociation],
  ['DELETE', '/objects/:type/:id/associations/:to/:toId', changeAssociation],
  ['POST', '/associations/:from/:to/batch/:action', batchAssociations],
  ['POST', '/associations/:from/:to/batch/associate/default', batchAssociations],

  ['GET', '/properties/:type/groups', listGroups],
  ['POST', '/properties/:type/groups', createGroup],
  ['GET', '/properties/:type/groups/:name', readGroup],
  ['PATCH', '/properties/:type/groups/:name', updateGroup],
  ['DELETE', '/properties/:type/groups/:name', archiveGroup],
  ['POST', '/properties/:type/batch/:action', batchProperties],
  ['GET', '/properties/:type', listProperties],
  ['POST', '/properties/:type', createProperty],
  ['GET', '/properties/:type/:name', readProperty],
  ['PATCH', '/properties/:type/:name', updateProperty],
  ['DELETE', '/properties/:type/:name', archiveProperty],

  ['GET', '/owners', listOwners],
  ['GET', '/owners/:id', readOwner],
  ['GET', '/users', listUsers],
  ['GET', '/users/:id', readUser],

  ['GET', '/pipelines/:type', listPipelines],
  ['GET', '/pipelines/:type/:id', readPipeline],
  ['GET', '/pipelines/:type/:id/audit', auditPipeline],
  ['GET', '/pipelines/:type/:id/stages', listStages],
  ['GET', '/pipelines/:type/:id/stages/:stage', readStage],

  ['GET', '/account-info/details', accountDetails],
  ['GET', '/account-info/api-usage/daily/private-apps', dailyUsage(limits)],
];

const VERSION = '(v[34]|20\\d\\d-\\d\\d(?:-beta)?)';
const FAMILIES: ReadonlyArray<readonly [RegExp, (match: RegExpExecArray) => { version: string; path: string }]> = [
  [new RegExp(`^/crm/${VERSION}(/.*)$`), ([, version = '', path = '']) => ({ version, path })],
  [
    new RegExp(`^/crm/([a-z]+)/${VERSION}(/.*)?$`),
    ([, area, version = '', rest = '']) => ({ version, path: `/${area}${rest}` }),
  ],
  [
    new RegExp(`^/account-info/${VERSION}(/.*)$`),
    ([, version = '', rest]) => ({ version, path: `/account-info${rest}` }),
  ],
  [
    new RegExp(`^/settings/(?:users/)?${VERSION}(?:/users)?(/.*)?$`),
    ([, version = '', rest = '']) => ({ version, path: `/users${rest}` }),
  ],
];

/** Splits a path of either family into version and the part the routes know. */
export function splitPath(path: string): { version: string; path: string } | undefined {
  for (const [pattern, split] of FAMILIES) {
    const match = pattern.exec(path);
    if (match) return split(match);
  }
  return undefined;
}

/** Finds and runs the handler of a call; 404 and 405 where there is none. */
export function createRouter(limits: RateLimits): (call: Call) => Reply {
  const table = routes(limits).map(([method, pattern, handler]) => ({ method, match: pathMatcher(pattern), handler }));
  return (call) => {
    let known = false;
    for (const { method, match, handler } of table) {
      const params = match(call.path);
      if (!params) continue;
      known = true;
      if (method === call.method) return handler(call, params);
    }
    if (known) return { status: 405, body: { status: 'error', message: 'Method Not Allowed' } };
    throw new ApiError(404, 'OBJECT_NOT_FOUND', 'No such resource');
  };
}
