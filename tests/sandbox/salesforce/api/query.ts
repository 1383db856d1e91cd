/** `/query` and its pages. */
import type { Reply } from '../../http.ts';
import type { Call, Handler } from './call.ts';
import { basePath, header } from './call.ts';
import { ApiError, malformedQuery } from './errors.ts';
import { parseSoql } from './soql/parse.ts';
import { type Outcome, runQuery } from './soql/run.ts';

const MAX_PAGE = 2_000;
const MIN_PAGE = 200;

/** Results that were not sent yet, by locator. */
interface Cursor extends Outcome {
  page: number;
}

const cursors = new WeakMap<object, Map<string, Cursor>>();

function cursorsOf(call: Call): Map<string, Cursor> {
  const known = cursors.get(call.store) ?? new Map<string, Cursor>();
  cursors.set(call.store, known);
  return known;
}

function pageSize(call: Call): number {
  const asked = Number(/batchSize=(\d+)/i.exec(header(call, 'sforce-query-options') ?? '')?.[1] ?? MAX_PAGE);
  return Math.min(MAX_PAGE, Math.max(MIN_PAGE, asked));
}

function pageOf(call: Call, locator: string, cursor: Cursor, from: number, path: string): Reply {
  const { totalSize, records, page } = cursor;
  const done = from + page >= records.length;
  return {
    status: 200,
    body: {
      totalSize,
      done,
      ...(!done && { nextRecordsUrl: `${basePath(call)}${path}/${locator}-${from + page}` }),
      records: records.slice(from, from + page),
    },
  };
}

const queryWith =
  (withDeleted: boolean, path: string): Handler =>
  (call) => {
    const soql = call.query.get('q');
    if (!soql) throw malformedQuery('A query string has to be specified');
    const outcome = runQuery(call, parseSoql(soql), withDeleted);
    const known = cursorsOf(call);
    const locator = `01gHs00000${String(known.size).padStart(5, '0')}IAA`;
    const cursor = { ...outcome, page: pageSize(call) };
    if (outcome.records.length > cursor.page) known.set(locator, cursor);
    return pageOf(call, locator, cursor, 0, path);
  };

export const query = queryWith(false, '/query');
export const queryAll = queryWith(true, '/query');
export const toolingQuery = queryWith(false, '/tooling/query');

export const queryMore: Handler = (call, { locator = '' }) => {
  const [, id = '', from = ''] = /^(\w+)-(\d+)$/.exec(locator) ?? [];
  const cursor = cursorsOf(call).get(id);
  if (!cursor) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return pageOf(call, id, cursor, Number(from), call.path.startsWith('/tooling') ? '/tooling/query' : '/query');
};
