/** The control routes: what tests and tools steer the sandbox by. Plain HTTP, JSON in and out, 400 with a reason. */

import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { BadInput, moment, oneOf, onlyKeys, optionalBoolean, optionalNumber, optionalText, text } from './badInput.ts';
import { INCIDENT_END, iso } from './engine/clock.ts';
import { MAX_DAYS, MIN_DAYS } from './engine/incident.ts';
import type { Fault } from './faults.ts';
import { FAULT_KINDS, ONLY_CRMS, ONLY_RECEIVER, RECEIVER_ROUTE } from './faults.ts';
import { parseObject, readRequest, writeReply } from './http.ts';
import { agentWrites, crmOf, humanWrites } from './live.ts';
import { guarded } from './server.ts';
import type { State } from './state.ts';
import { truthRoutes } from './truthRoutes.ts';

type Body = Record<string, unknown>;
type Answer = unknown;
export type ControlRoute = (input: { body: Body; query: URLSearchParams }) => Answer | Promise<Answer>;

const THEMES = ['light', 'dark'] as const;

function clockRoutes(state: State): Record<string, ControlRoute> {
  const view = () => {
    const { clock, crms } = state.simulation;
    return { now: iso(clock.now()), limits: [...crms.values()].some((crm) => crm.limits) ? 'on' : 'off' };
  };
  return {
    'GET /clock': view,
    'POST /clock': ({ body }) => {
      onlyKeys(body, ['now', 'advance', 'limits']);
      const limits = body.limits === undefined ? undefined : oneOf(body, 'limits', ['on', 'off']);
      const advance = optionalNumber(body, 'advance', -3_650 * 86_400_000, 3_650 * 86_400_000);
      if (body.now !== undefined && advance !== undefined) throw new BadInput('now and advance exclude each other');
      const { clock, crms } = state.simulation;
      if (body.now !== undefined) clock.set(moment(body.now, 'now'));
      if (advance !== undefined) clock.advance(advance);
      if (limits) for (const crm of crms.values()) crm.limits = limits === 'on';
      return view();
    },
  };
}

function faultRoutes(state: State): Record<string, ControlRoute> {
  return {
    'GET /fault': () => state.faults.list(),
    'POST /fault': ({ body }) => {
      state.faults.add(faultOf(body));
      return state.faults.list();
    },
    'DELETE /fault': () => {
      state.faults.clear();
      return [];
    },
  };
}

const FAULT_KEYS = [
  'route',
  'kind',
  'times',
  'probability',
  'delayMs',
  'body',
  'status',
  'headers',
  'offsetMs',
  'after',
  'between',
  'write',
];

function faultOf(body: Body): Fault {
  onlyKeys(body, FAULT_KEYS);
  const between = body.between === undefined ? undefined : oneOf(body, 'between', ['read-write']);
  if (between && (typeof body.write !== 'object' || body.write === null)) throw new BadInput('between needs write');
  if (!between && body.kind === undefined) throw new BadInput(`kind must be one of ${FAULT_KINDS.join(', ')}`);
  const kind = body.kind === undefined ? undefined : oneOf(body, 'kind', FAULT_KINDS);
  const status = optionalNumber(body, 'status', 100, 599);
  const offsetMs = optionalNumber(body, 'offsetMs', -1e12, 1e12);
  const delayMs = optionalNumber(body, 'delayMs', 0, 600_000);
  const route = text(body, 'route');
  const atReceiver = route === RECEIVER_ROUTE;
  if (kind && (atReceiver ? ONLY_CRMS : ONLY_RECEIVER).includes(kind)) {
    throw new BadInput(`kind ${kind} is ${atReceiver ? 'not' : 'only'} for the route ${RECEIVER_ROUTE}`);
  }
  if (between && atReceiver) throw new BadInput('between is not for the receiver');
  if (kind === 'status' && status === undefined) throw new BadInput('kind status needs a status');
  if (kind === 'date' && offsetMs === undefined) throw new BadInput('kind date needs offsetMs');
  if (kind === 'slow' && delayMs === undefined) throw new BadInput('kind slow needs delayMs');
  return {
    route,
    kind,
    times: optionalNumber(body, 'times', 1, 1e9),
    probability: optionalNumber(body, 'probability', 0, 1),
    delayMs,
    body: body.body,
    status,
    headers: body.headers as Record<string, string> | undefined,
    offsetMs,
    after: optionalBoolean(body, 'after'),
    between,
    write: body.write as Body | undefined,
  };
}

function domRoutes(state: State): Record<string, ControlRoute> {
  const kindOf = (name: string | null | undefined) => {
    const { crm } = crmOf(state.simulation, name);
    const kind = state.kinds.find((one) => one.crm === crm);
    if (!kind) throw new BadInput(`no ${crm} here`);
    return kind;
  };
  return {
    'GET /dom': ({ query }) => {
      const { crm } = kindOf(query.get('crm'));
      return { crm, ...state.dom(crm) };
    },
    'POST /dom': ({ body }) =>
      state.exclusive(async () => {
        onlyKeys(body, ['crm', 'variant', 'locale', 'theme', 'lateRenderMs', 'fields', 'strict']);
        const { crm, variants, locales, maxFields } = kindOf(optionalText(body, 'crm'));
        const dom = state.dom(crm);
        const fields = optionalNumber(body, 'fields', 0, maxFields) ?? dom.fields;
        if (!Number.isInteger(fields)) throw new BadInput('fields must be a whole number');
        await state.setDom(crm, {
          variant: oneOf(body, 'variant', variants, dom.variant),
          locale: oneOf(body, 'locale', locales, dom.locale),
          theme: oneOf(body, 'theme', THEMES, dom.theme),
          lateRenderMs: optionalNumber(body, 'lateRenderMs', 0, 60_000) ?? dom.lateRenderMs,
          fields,
          strict: optionalBoolean(body, 'strict') ?? dom.strict,
        });
        return { crm, ...state.dom(crm) };
      }),
  };
}

function storyRoutes(state: State): Record<string, ControlRoute> {
  return {
    'POST /reset': ({ body }) =>
      state.exclusive(async () => {
        onlyKeys(body, ['seed', 'days']);
        const seed = body.seed === undefined ? undefined : seedOf(body.seed);
        const days = optionalNumber(body, 'days', MIN_DAYS, MAX_DAYS);
        if (days !== undefined && !Number.isInteger(days)) throw new BadInput('days must be a whole number');
        await state.reset(seed, days);
        return state.info();
      }),
    'POST /play': ({ body }) =>
      state.exclusive(async () => {
        onlyKeys(body, ['from', 'to']);
        const [from, to] = [moment(body.from, 'from'), moment(body.to, 'to')];
        if (from > to) throw new BadInput('from must not be after to');
        if (to > INCIDENT_END) throw new BadInput(`to must not be after ${iso(INCIDENT_END)}`);
        const steps = await state.play(from, to);
        return { steps, from: iso(from), to: iso(to), now: iso(state.simulation.clock.now()) };
      }),
    'POST /agent': ({ body }) => state.exclusive(() => asPromise(() => agentWrites(state.simulation, body))),
    'POST /human': ({ body }) => state.exclusive(() => asPromise(() => humanWrites(state.simulation, body))),
    'GET /settings': ({ query }) => crmOf(state.simulation, query.get('crm')).settings.get(),
    'POST /settings': ({ body: { crm, ...change } }) => {
      const { settings } = crmOf(state.simulation, typeof crm === 'string' ? crm : undefined);
      settings.set(change);
      return settings.get();
    },
  };
}

const asPromise = async <T>(act: () => T): Promise<Awaited<T>> => await act();

/** A seed is a text or a number. */
function seedOf(value: unknown): string {
  if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
  throw new BadInput('seed must be a text or a number');
}

/** Control routes by method and path. */
function controlRoutes(state: State): Record<string, ControlRoute> {
  return {
    ...storyRoutes(state),
    ...clockRoutes(state),
    ...faultRoutes(state),
    ...domRoutes(state),
    ...truthRoutes(state),
    'GET /log': ({ query }) => {
      if (query.has('crm')) crmOf(state.simulation, query.get('crm'));
      return state.log.since(query.get('since'), query.get('crm'));
    },
    'GET /deliveries': () => state.receiver.deliveries(),
    'DELETE /deliveries': () => {
      state.receiver.clear();
      return state.receiver.deliveries();
    },
    'GET /fields': ({ query }) =>
      (query.has('crm') ? [crmOf(state.simulation, query.get('crm'))] : [...state.simulation.crms.values()]).flatMap(
        (crm) => crm.stagingFields(),
      ),
    'GET /info': () => state.info(),
  };
}

/** The control server, not listening yet. */
export function createControlServer(state: State): Server {
  const routes = controlRoutes(state);
  return createServer(
    guarded(state, async (req, res) => {
      const { method, url, body } = await readRequest(req);
      const route = routes[`${method} ${url.pathname}`];
      const now = () => state.simulation.clock.now();
      if (!route) {
        const known = Object.keys(routes).some((one) => one.endsWith(` ${url.pathname}`));
        writeReply(
          res,
          { status: known ? 405 : 404, body: { error: known ? 'method not allowed' : 'no such route' } },
          now(),
        );
        return;
      }
      try {
        const answer = await route({ body: method === 'GET' ? {} : parseObject(body), query: url.searchParams });
        writeReply(res, { status: 200, body: answer }, now());
      } catch (error) {
        if (!(error instanceof BadInput || error instanceof SyntaxError || error instanceof TypeError)) throw error;
        if (!(error instanceof BadInput) && !isParseError(error)) throw error;
        writeReply(res, { status: 400, body: { error: error.message } }, now());
      }
    }),
  );
}

/** Errors of reading the body, not of the sandbox itself. */
const isParseError = (error: Error): boolean => error instanceof SyntaxError || error.message === 'not a JSON object';
