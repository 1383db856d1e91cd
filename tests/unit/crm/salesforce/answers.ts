/** A client against answers made by hand. */
import type { ApiRequest } from '../../../../lib/crm/http';
import { createSalesforceClient } from '../../../../lib/crm/salesforce/client';

export const ORG = '00DHs000000AbCdMAK';

export type Answer = { status?: number; body: unknown };
/** What a path answers, with its method before it where that is not GET; the first pattern that fits counts. */
export type Answers = [pattern: RegExp, answer: Answer | ((path: string) => Answer)][];

export const refusal = (errorCode: string, message = 'm', status = 400): Answer => ({
  status,
  body: [{ errorCode, message }],
});
export const rows = (records: unknown[], done = true): Answer => ({
  body: { totalSize: records.length, done, records },
});

/** A client to whom the given answers are given, its calls, and the paths it asked, parts of composite requests among them. */
export function client(answers: Answers) {
  const calls: ApiRequest[] = [];
  const asked: string[] = [];
  const one = (path: string, method = 'GET'): Required<Answer> => {
    const text = `${method === 'GET' ? '' : `${method} `}${decodeURIComponent(path)}`;
    asked.push(text);
    const found = answers.find(([pattern]) => pattern.test(text))?.[1];
    const { status = 200, body } =
      (typeof found === 'function' ? found(text) : found) ?? refusal('NOT_FOUND', 'm', 404);
    return { status, body };
  };
  const made = createSalesforceClient({
    account: ORG,
    apiHost: 'https://acme.my.salesforce.com',
    send: async (request) => {
      calls.push(request);
      const path = request.url.replace('https://acme.my.salesforce.com', '');
      const parts = (request.body ? JSON.parse(request.body) : {}) as {
        compositeRequest?: { url: string; referenceId: string }[];
      };
      const whole = answers.find(([pattern]) => pattern.source === 'composite' && path.endsWith('/composite'))?.[1];
      const { status, body } =
        parts.compositeRequest && !whole
          ? {
              status: 200,
              body: {
                compositeResponse: parts.compositeRequest.map(({ url, referenceId }) => {
                  const part = one(url);
                  return { body: part.body, httpHeaders: {}, httpStatusCode: part.status, referenceId };
                }),
              },
            }
          : one(path, request.method);
      return {
        status,
        headers: new Headers(),
        date: undefined,
        text: typeof body === 'string' ? body : JSON.stringify(body),
      };
    },
  });
  return { made, calls, asked };
}
