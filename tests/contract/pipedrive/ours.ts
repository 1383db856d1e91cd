/** Pipedrive's side of the product against the sandbox. */
import type { Request, Response, Send } from '../ours.ts';
import type { Harness } from './support.ts';

/** The user agent that a browser sends with our requests. */
export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36';

/**
 * Sends to the sandbox as the product does.
 *
 * Before each request time goes on by two seconds: the short window is new, so that no test waits for one, and every change has a
 * time of its own.
 */
export function sender(pipedrive: Harness, send: Send, token: string): (request: Request) => Promise<Response> {
  return (request) => {
    pipedrive.clock.advance(2_000);
    return send({ ...request, headers: { ...request.headers, 'x-api-token': token, 'User-Agent': BROWSER } });
  };
}
