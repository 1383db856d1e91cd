/** `/composite` and `/composite/batch`: up to 25 requests that count as one call. */
import type { Reply } from '../../http.ts';
import type { Call, Handler } from './call.ts';
import { asObject, basePath, bodyOf } from './call.ts';
import { ApiError } from './errors.ts';

const MAX_PARTS = 25;
const MAX_QUERIES = 5;

interface Part {
  method: string;
  url: string;
  referenceId: string;
  body: unknown;
  headers: Record<string, string>;
}

interface Answer {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

function partsOf(body: Record<string, unknown>): Part[] {
  const list = Array.isArray(body.compositeRequest) ? body.compositeRequest : [];
  if (list.length > MAX_PARTS) {
    throw new ApiError(400, 'LIMIT_EXCEEDED', `Limit exceeded for number of subrequests. Limit: ${MAX_PARTS}`);
  }
  const parts = list.map((raw) => {
    const { method, url, referenceId, body: inner, httpHeaders } = asObject(raw);
    return {
      method: String(method ?? 'GET').toUpperCase(),
      url: String(url ?? ''),
      referenceId: String(referenceId ?? ''),
      body: inner,
      headers: (httpHeaders as Record<string, string> | undefined) ?? {},
    };
  });
  const heavy = parts.filter(({ url }) => /\/(query|queryAll)\b|\/composite\/sobjects/.test(url));
  if (heavy.length > MAX_QUERIES) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Limit exceeded for query and collection subrequests. Limit: ${MAX_QUERIES}`,
    );
  }
  const names = parts.map(({ referenceId }) => referenceId);
  if (names.some((name) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) || new Set(names).size < names.length) {
    throw new ApiError(400, 'INVALID_INPUT', 'Each referenceId must be unique and begin with a letter.');
  }
  return parts;
}

/** `@{ref.path}` stands for a value of an earlier answer. */
function resolved(text: string, answers: readonly Answer[]): string {
  return text.replace(/@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g, (_, name: string, path: string) => {
    let value: unknown = answers.find(({ referenceId }) => referenceId === name)?.body;
    for (const step of path.match(/\w+/g) ?? []) value = (value as Record<string, unknown> | undefined)?.[step];
    if (value === undefined) {
      throw new ApiError(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${name}${path} found.`);
    }
    return String(value);
  });
}

function answerPart(call: Call, part: Part, answers: readonly Answer[]): Answer {
  const reply = ((): Reply => {
    try {
      const body = part.body === undefined ? undefined : JSON.parse(resolved(JSON.stringify(part.body), answers));
      return call.sub(part.method, resolved(part.url, answers), body, part.headers);
    } catch (error) {
      if (error instanceof ApiError) return error.reply;
      throw error;
    }
  })();
  const { status, body = null, headers = {} } = reply;
  return { body, httpHeaders: headers, httpStatusCode: status, referenceId: part.referenceId };
}

class Halt extends Error {}

const HALTED = new ApiError(
  400,
  'PROCESSING_HALTED',
  'The transaction was rolled back since another operation in the same transaction failed.',
);

export const composite: Handler = (call) => {
  const body = bodyOf(call);
  const parts = partsOf(body);
  const answers: Answer[] = [];
  const failed = (one: Answer): boolean => one.httpStatusCode >= 400;
  const allOrNone = body.allOrNone === true;
  const run = () => {
    for (const part of parts) {
      answers.push(answerPart(call, part, answers));
      if (allOrNone && answers.some(failed)) throw new Halt();
    }
  };
  try {
    call.store.transaction(run);
    return { status: 200, body: { compositeResponse: answers } };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
  }
  const compositeResponse = parts.map(({ referenceId }, index) => {
    const answer = answers[index];
    if (answer && failed(answer)) return answer;
    return { body: HALTED.reply.body, httpHeaders: {}, httpStatusCode: 400, referenceId };
  });
  return { status: 200, body: { compositeResponse } };
};

/** Independent requests; one that fails changes nothing for the others unless `haltOnError` is set. */
export const compositeBatch: Handler = (call) => {
  const { batchRequests, haltOnError } = bodyOf(call);
  const list = Array.isArray(batchRequests) ? batchRequests : [];
  if (list.length > MAX_PARTS) {
    throw new ApiError(400, 'LIMIT_EXCEEDED', `Limit exceeded for number of subrequests. Limit: ${MAX_PARTS}`);
  }
  let halted = false;
  const results = list.map((raw) => {
    if (halted)
      return {
        statusCode: 412,
        result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted.' }],
      };
    const { method, url, richInput } = asObject(raw);
    const path = String(url ?? '').replace(/^\/?(services\/data\/)?v\d+\.\d+/, basePath(call));
    const { status, body = null } = call.sub(String(method ?? 'GET').toUpperCase(), path, richInput, {});
    halted = haltOnError === true && status >= 400;
    return { statusCode: status, result: body };
  });
  return { status: 200, body: { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results } };
};
