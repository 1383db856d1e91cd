/** HubSpot's side of the product against the sandbox. */
import { type OurClient, productSide, type Request } from '../ours.ts';
import type { Harness } from '../support.ts';

export interface Sent {
  method: string;
  path: string;
  body: unknown;
}

/** A client with a token, `full` of the main account by default, and what it sent. */
export async function ours(
  sandbox: Harness,
  token = sandbox.main.tokens.full,
): Promise<{ client: OurClient; sent: Sent[] }> {
  const { side, send } = await productSide('hubspot');
  const apiHost = sandbox.info.apis.hubspot;
  const sent: Sent[] = [];
  const noted = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const body = request.body === undefined ? undefined : JSON.parse(request.body);
    sent.push({ method: request.method, path: pathname + search, body });
    return send({ ...request, headers: { ...request.headers, ...side.authorise({ token, apiHost }) } });
  };
  return { client: side.create({ send: noted, account: sandbox.main.account, apiHost }), sent };
}
