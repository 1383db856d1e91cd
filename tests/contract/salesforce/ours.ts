/** Salesforce's side of the product against the simulation. */
import { type OurClient, productSide, type Request } from '../ours.ts';
import type { Harness } from './support.ts';

/** A client with a token, `full` of the main org by default, and the paths it asked. */
export async function ours(
  { base, main }: Harness,
  token = main.tokens.full,
): Promise<{ client: OurClient; sent: string[] }> {
  const { side, send } = await productSide('salesforce');
  const sent: string[] = [];
  const noted = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    sent.push(decodeURIComponent(`${request.method} ${pathname}${search}`));
    return send({ ...request, headers: { ...request.headers, ...side.authorise({ token, apiHost: base }) } });
  };
  return { client: side.create({ send: noted, account: main.account, apiHost: base }), sent };
}
