/** Every path of the simulated Salesforce API under `/services/data/vNN.N`, in one place. */
import type { Reply } from '../../http.ts';
import { pathMatcher } from '../../http.ts';
import { limitsOf, resources } from './account.ts';
import type { Call, Handler } from './call.ts';
import { createCollection, deleteCollection, readCollection, updateCollection } from './collections.ts';
import { composite, compositeBatch } from './composite.ts';
import { describeGlobal, describeObject, objectInfo } from './describe.ts';
import { notAllowed, notFound } from './errors.ts';
import type { DailyLimit } from './limits.ts';
import { query, queryAll, queryMore, toolingQuery } from './query.ts';
import { createRecord, deleteRecord, overridden, readRecord, recentRecords, updateRecord } from './records.ts';
import { createField, deleteField } from './tooling.ts';
import * as ui from './uiInfo.ts';
import { createUiRecord, readUiRecord, readUiRecords, updateUiRecord } from './uiRecords.ts';

type Route = readonly [method: string, pattern: string, handler: Handler];

/** More specific patterns stand before those that would swallow them. */
const routes = (limit: DailyLimit): readonly Route[] => [
  ['GET', '', resources],
  ['GET', '/limits', limitsOf(limit)],
  ['GET', '/recent', recentRecords],

  ['GET', '/query', query],
  ['GET', '/query/:locator', queryMore],
  ['GET', '/queryAll', queryAll],
  ['GET', '/queryAll/:locator', queryMore],

  ['GET', '/sobjects', describeGlobal],
  ['GET', '/sobjects/:object/describe', describeObject],
  ['GET', '/sobjects/:object', objectInfo],
  ['POST', '/sobjects/:object', createRecord],
  ['GET', '/sobjects/:object/:id', readRecord],
  ['PATCH', '/sobjects/:object/:id', updateRecord],
  ['POST', '/sobjects/:object/:id', overridden],
  ['DELETE', '/sobjects/:object/:id', deleteRecord],

  ['POST', '/composite', composite],
  ['POST', '/composite/batch', compositeBatch],
  ['POST', '/composite/sobjects', createCollection],
  ['PATCH', '/composite/sobjects', updateCollection],
  ['DELETE', '/composite/sobjects', deleteCollection],
  ['GET', '/composite/sobjects/:object', readCollection],
  ['POST', '/composite/sobjects/:object', readCollection],

  ['GET', '/ui-api/records/batch/:ids', readUiRecords],
  ['GET', '/ui-api/records/:id', readUiRecord],
  ['PATCH', '/ui-api/records/:id', updateUiRecord],
  ['POST', '/ui-api/records', createUiRecord],
  ['GET', '/ui-api/object-info/batch/:names', ui.objectInfos],
  ['GET', '/ui-api/object-info/:object', ui.objectInfo],
  ['GET', '/ui-api/object-info/:object/picklist-values/:recordType', ui.allPicklistValues],
  ['GET', '/ui-api/object-info/:object/picklist-values/:recordType/:field', ui.picklistValues],
  ['GET', '/ui-api/layout/:object', ui.layout],

  ['GET', '/tooling/query', toolingQuery],
  ['GET', '/tooling/query/:locator', queryMore],
  ['POST', '/tooling/sobjects/CustomField', createField],
  ['DELETE', '/tooling/sobjects/CustomField/:id', deleteField],
];

/** Finds and runs the handler of a call; 404 and 405 where there is none. */
export function createRouter(limit: DailyLimit): (call: Call) => Reply {
  const table = routes(limit).map(([method, pattern, handler]) => ({ method, match: pathMatcher(pattern), handler }));
  return (call) => {
    let known = false;
    for (const { method, match, handler } of table) {
      const params = match(call.path);
      if (!params) continue;
      known = true;
      if (method === call.method) return handler(call, params);
    }
    throw known ? notAllowed(call.method) : notFound();
  };
}
