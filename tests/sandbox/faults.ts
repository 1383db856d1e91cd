/** Faults a test switches on per route. What a fault answers is up to the CRM; this decides when it strikes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './engine/random.ts';
import type { Reply } from './http.ts';

export const FAULT_KINDS = [
  '429',
  'daily',
  '500',
  '502',
  'html403',
  'slow',
  'reset',
  'malformed',
  '401',
  '412',
  'status',
  'date',
  'redirect',
  'html200',
  '413',
  'lost',
  'certificate',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What the route of a fault says to mean the receiver of events; no pattern of paths reaches it. */
export const RECEIVER_ROUTE = 'receiver';

/** Kinds that only the receiver has. */
export const ONLY_RECEIVER: readonly FaultKind[] = ['redirect', 'html200', '413', 'lost', 'certificate'];

/** Kinds that only CRMs have. */
export const ONLY_CRMS: readonly FaultKind[] = ['daily', '412'];

export interface Fault {
  /** `[METHOD ]path`: a prefix of the path, or a glob with `*`. Or `receiver`. */
  route: string;
  kind?: FaultKind;
  /** How often it strikes; without it, until removed. */
  times?: number;
  probability?: number;
  delayMs?: number;
  /** `malformed` and `status`: sent as it is. */
  body?: unknown;
  status?: number;
  headers?: Record<string, string>;
  /** `date`: how far the `Date` header is off. */
  offsetMs?: number;
  /** Carry the request out and lose or replace only its answer. */
  after?: boolean;
  /** `read-write`: another actor's write lands just before a write to this route is carried out. */
  between?: 'read-write';
  write?: Record<string, unknown>;
}

/** Whether a request falls under a route pattern. */
function routeMatches(route: string, method: string, path: string): boolean {
  const [, verb, pattern = route] = /^([A-Z]+) (.*)$/.exec(route) ?? [];
  if (verb && verb !== method) return false;
  if (path === RECEIVER_ROUTE || pattern === RECEIVER_ROUTE) return path === pattern;
  if (!pattern.includes('*')) return path.startsWith(pattern);
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(path);
}

/** Routes whose POST only reads. */
const READS = /\/(batch\/read|search)\/?$/;

const isWrite = (method: string, path: string): boolean => method !== 'GET' && method !== 'HEAD' && !READS.test(path);

export class Faults {
  #faults: Array<Fault & { left: number }> = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  add(fault: Fault): void {
    this.#faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  list(): Fault[] {
    return this.#faults.map(({ left: _, ...fault }) => fault);
  }

  /** True while the receiver shows a certificate of a key that nobody trusts; it strikes connections, and no request. */
  get wrongCertificate(): boolean {
    return this.#faults.some(({ kind }) => kind === 'certificate');
  }

  /** The fault that strikes this request, counted as used. */
  strike(method: string, path: string): Fault | undefined {
    const fault = this.#faults.find(
      (one) =>
        one.left > 0 &&
        one.kind !== 'certificate' &&
        routeMatches(one.route, method, path) &&
        (one.between === undefined || isWrite(method, path)) &&
        (one.probability === undefined || this.#random.next() < one.probability),
    );
    if (fault) fault.left--;
    return fault;
  }
}

/** Runs a request under a fault: waits, breaks or replaces its answer. `'reset'` asks for the connection to be cut. */
export async function underFault(
  fault: Fault | undefined,
  carryOut: () => Promise<Reply>,
  answerFor: (fault: Fault) => Reply | undefined,
): Promise<Reply | 'reset'> {
  if (!fault) return carryOut();
  if (fault.delayMs) await sleep(fault.delayMs);
  if (fault.kind === undefined || fault.kind === 'slow' || fault.kind === 'date') return carryOut();
  if (fault.after || fault.kind === 'lost') await carryOut();
  if (fault.kind === 'reset' || fault.kind === 'lost') return 'reset';
  return answerFor(fault) ?? carryOut();
}
