/** What pages are told of an account whose signals go nowhere, and of an endpoint that has everything. */
import type { EndpointInfo, SignalsState } from '../../../lib/core/outbox';

export const ENDPOINT: EndpointInfo = {
  id: 'e',
  url: 'https://hooks.example/in',
  values: 'none',
  types: null,
  waiting: 0,
  problem: null,
  stopped: false,
  retryAt: null,
  deliveredAt: null,
};

export const QUIET: SignalsState = {
  endpoints: [],
  dead: [],
  kept: 1,
  room: 50,
  latest: null,
  used: 0,
  full: false,
  exported: null,
  ledger: { on: false, waiting: 0, checking: 0, problem: null, retryAt: null, deliveredAt: null, stuck: [] },
};
