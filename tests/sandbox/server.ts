/** The sandbox's sockets: one TLS server for every CRM host and the receiver, each API in plain HTTP for Node, and the agents' own way in. */

import { constants } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type TlsOptions } from 'node:tls';
import type { Crm, CrmSandbox } from './crm.ts';
import type { Fault } from './faults.ts';
import { RECEIVER_ROUTE, underFault } from './faults.ts';
import type { Incoming, Reply } from './http.ts';
import { readRequest, writeReply } from './http.ts';
import { loggedBody, loggedQuery, loggedWebhook } from './log.ts';
import { RECEIVER_HOST, receiverFaultReply } from './receiver.ts';
import type { State } from './state.ts';
import type { Certificate, KeyAndCertificate } from './tls.ts';

/** Room for request lines beyond what the CRMs take, so that their own answer to them can be given. */
const ROOMY = { maxHeaderSize: 256 * 1024 };

/** Starts listening on this machine only; port 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

/** Stops accepting and cuts what is still open. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** A listener that never lets an error escape into the process. */
export function guarded(
  state: State,
  act: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
): RequestListener {
  return (req, res) => {
    act(req, res).catch((error: unknown) => {
      state.warn(`${req.method} ${req.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (res.headersSent) res.destroy();
      else
        writeReply(
          res,
          { status: 500, body: { error: 'the sandbox failed, see its log' } },
          state.simulation.clock.now(),
        );
    });
  };
}

async function intrude(state: State, fault: Fault | undefined): Promise<void> {
  if (fault?.between === 'read-write' && fault.write) await state.write(fault.write);
}

function simulated(state: State, crm: Crm): CrmSandbox {
  const found = state.simulation.crms.get(crm);
  if (!found) throw new Error(`no ${crm} is simulated`);
  return found;
}

async function answerApi(state: State, crm: Crm, request: Incoming, res: ServerResponse): Promise<void> {
  const started = performance.now();
  const { clock } = state.simulation;
  const path = request.url.pathname;
  const fault = state.faults.strike(request.method, path);
  await intrude(state, fault);
  const side = simulated(state, crm);
  let caller: Awaited<ReturnType<CrmSandbox['answer']>>['caller'];
  const carryOut = async (): Promise<Reply> => {
    const answer = await side.answer(request, true);
    caller = answer.caller;
    return answer.reply;
  };
  const reply = await underFault(fault, carryOut, (one) => side.faultReply(one));
  state.log.add(clock.now(), {
    crm,
    ...caller,
    host: request.host,
    method: request.method,
    path,
    query: loggedQuery(request.url.searchParams),
    status: reply === 'reset' ? 0 : reply.status,
    ms: Math.round(performance.now() - started),
    ...(request.headers['user-agent'] && { userAgent: request.headers['user-agent'] }),
    ...(request.body !== '' && { body: loggedBody(request.body) }),
    ...(fault && { fault: fault.kind ?? 'between' }),
  });
  if (reply === 'reset') res.destroy();
  else writeReply(res, reply, clock.now() + (fault?.kind === 'date' ? (fault.offsetMs ?? 0) : 0));
}

/** The page has its own routes and its own bodies to read; faults only slow it down or break it. */
async function answerPage(state: State, crm: Crm, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', `https://${req.headers.host}`);
  const now = () => state.simulation.clock.now();
  const fault = state.faults.strike(req.method ?? 'GET', url.pathname);
  await intrude(state, fault);
  const side = simulated(state, crm);
  const served: Reply = { status: 0 };
  const reply = await underFault(
    fault,
    async () => served,
    (one) => side.faultReply(one),
  );
  if (reply === 'reset') res.destroy();
  else if (reply !== served) writeReply(res, reply, now());
  else {
    res.setHeader('Date', new Date(now()).toUTCString());
    if (!(await side.page(req, res, url, state.dom(crm)))) writeReply(res, { status: 404, body: 'not found' }, now());
  }
}

/** A connection is for one delivery: a browser sends again by itself when one that was used before is cut. */
async function answerReceiver(state: State, request: Incoming, res: ServerResponse): Promise<void> {
  const started = performance.now();
  const { clock } = state.simulation;
  const fault = state.faults.strike(request.method, RECEIVER_ROUTE);
  const reply = await underFault(
    // What can be garbled is the answer to something taken.
    fault?.kind === 'malformed' ? { ...fault, after: true } : fault,
    async () => state.receiver.take(request, clock.now()),
    receiverFaultReply,
  );
  state.log.add(clock.now(), {
    crm: RECEIVER_ROUTE,
    host: request.host,
    method: request.method,
    path: request.url.pathname,
    query: loggedQuery(request.url.searchParams),
    status: reply === 'reset' ? 0 : reply.status,
    ms: Math.round(performance.now() - started),
    ...(request.headers['user-agent'] && { userAgent: request.headers['user-agent'] }),
    headers: loggedWebhook(request.headers),
    ...(request.body !== '' && { body: loggedBody(request.body) }),
    ...(fault?.kind && { fault: fault.kind }),
  });
  if (reply === 'reset') {
    res.destroy();
    return;
  }
  res.setHeader('Connection', 'close');
  writeReply(res, reply, clock.now() + (fault?.kind === 'date' ? (fault.offsetMs ?? 0) : 0));
}

/** Everything a browser reaches: host and path say what it meant. */
/** @param wrong what the receiver shows while a fault says so */
export function createTlsServer(state: State, { key, cert }: Certificate, wrong: KeyAndCertificate): Server {
  const [right, other] = [createSecureContext({ key, cert }), createSecureContext(wrong)];
  const SNICallback: TlsOptions['SNICallback'] = (host, done) =>
    done(null, host === RECEIVER_HOST && state.faults.wrongCertificate ? other : right);
  return createHttps(
    // A browser that resumes a session does not look at the certificate again.
    { key, cert, SNICallback, secureOptions: constants.SSL_OP_NO_TICKET, ...ROOMY },
    guarded(state, async (req, res) => {
      const host = (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      if (host === RECEIVER_HOST) return answerReceiver(state, await readRequest(req), res);
      const path = new URL(req.url ?? '/', 'https://x').pathname;
      for (const { crm, hostKind } of state.kinds) {
        const kind = hostKind(host, path);
        if (kind === 'page') return answerPage(state, crm, req, res);
        if (kind === 'api') return answerApi(state, crm, await readRequest(req), res);
      }
      const reply = {
        status: 404,
        body: `the sandbox knows no host ${host}`,
        headers: { 'Content-Type': 'text/plain' },
      };
      writeReply(res, reply, state.simulation.clock.now());
    }),
  );
}

/** A CRM's API for clients that cannot be told where a host name leads. */
export function createApiServer(state: State, crm: Crm): Server {
  return createHttp(
    ROOMY,
    guarded(state, async (req, res) => answerApi(state, crm, await readRequest(req), res)),
  );
}

/** The way in of a CRM's own agents in the incident: no faults, no limits, no log. */
export function createAgentServer(state: State, crm: Crm): Server {
  return createHttp(
    ROOMY,
    guarded(state, async (req, res) => {
      const { crms, clock } = state.performing;
      const answer = await crms.get(crm)?.answer(await readRequest(req), false);
      if (answer) writeReply(res, answer.reply, clock.now());
      else res.destroy();
    }),
  );
}
