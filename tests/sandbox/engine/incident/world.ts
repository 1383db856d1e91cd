/** The stage on which the incident is planned: a queue of scenes in time order, and what everybody would see at each moment. */
import { actorById } from '../actors.ts';
import type { Random } from '../random.ts';
import type { Decision, Highlight, Kind, NeutralSet, Pattern, Plan, Step, Via } from '../types.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** The incident ends, and therefore starts, in the early afternoon. */
const FIRST_MIDNIGHT = 10 * HOUR;
const STORY_DAYS = 21;

interface Known {
  value: string;
  before: string;
  writer: string;
  at: number;
}

export interface WorldRecord {
  key: string;
  kind: Kind;
  fields: Map<string, Known>;
  links: readonly string[];
  gone: boolean;
  /** Played by one story alone; the others keep their hands off. */
  reserved: boolean;
}

interface WriteOptions {
  pattern?: Pattern;
  decision?: Decision;
}

export interface CreateOptions {
  links?: readonly string[];
  copyOf?: string;
  pattern?: Pattern;
  reserved?: boolean;
}

export class World {
  readonly random: Random;
  /** First moment of the incident; records older than that existed before. */
  readonly start: number;
  readonly days: number;
  readonly highlights: Highlight[] = [];
  readonly #steps: Step[] = [];
  readonly #records = new Map<string, WorldRecord>();
  #queue: Array<{ at: number; seq: number; act: () => void }> = [];
  #seq = 0;
  #now = 0;
  readonly #pace: number;

  constructor(random: Random, end: number, days: number) {
    this.random = random;
    this.days = days;
    this.#pace = days / STORY_DAYS;
    this.start = end - days * DAY;
  }

  now(): number {
    return this.#now;
  }

  /**
   * A moment of the incident. The story is told in 21 days that begin at the first midnight; a shorter or longer
   * incident is the same story played faster or slower, in the same order.
   */
  at(day: number, hour: number, minute = 0): number {
    return this.start + Math.floor((FIRST_MIDNIGHT + day * DAY + hour * HOUR + minute * MINUTE) * this.#pace);
  }

  /** Office hours of a day, to the second. */
  officeTime(day: number): number {
    return this.at(day, this.random.int(8, 17), this.random.int(0, 59)) + this.random.int(0, 59) * 1_000;
  }

  /** Lets something happen at a time; what is past is due at once. */
  schedule(at: number, act: () => void): void {
    this.#queue.push({ at: Math.max(at, this.#now), seq: this.#seq++, act });
  }

  /** Lets something happen a while after now, in the story's time. */
  later(ms: number, act: () => void): void {
    this.schedule(this.#now + this.span(ms), act);
  }

  /** How long a stretch of the story really takes. */
  span(ms: number): number {
    return Math.floor(ms * this.#pace);
  }

  /** Plays everything scheduled up to `end`, in time order. */
  play(end: number): Plan {
    while (this.#queue.length > 0) {
      this.#queue.sort((a, b) => b.at - a.at || b.seq - a.seq);
      const scene = this.#queue.pop();
      if (!scene || scene.at >= end) break;
      this.#now = scene.at;
      scene.act();
    }
    this.#queue = [];
    return { steps: this.#steps, highlights: this.highlights };
  }

  get(key: string): WorldRecord {
    const record = this.#records.get(key);
    if (!record) throw new Error(`no record ${key}`);
    return record;
  }

  /** Records of a kind that every story may touch. */
  open(kind: Kind): WorldRecord[] {
    return [...this.#records.values()].filter((one) => one.kind === kind && !one.gone && !one.reserved);
  }

  pick(kind: Kind): WorldRecord {
    return this.random.pick(this.open(kind));
  }

  value(key: string, field: string): string {
    return this.get(key).fields.get(field)?.value ?? '';
  }

  writer(key: string, field: string): string | undefined {
    return this.get(key).fields.get(field)?.writer;
  }

  known(key: string, field: string): Known | undefined {
    return this.get(key).fields.get(field);
  }

  create(key: string, kind: Kind, actor: string, via: Via, set: NeutralSet, options: CreateOptions = {}): void {
    const { links = [], copyOf, pattern, reserved = false } = options;
    this.#records.set(key, { key, kind, fields: new Map(), links, gone: false, reserved });
    this.#remember(key, actor, set);
    this.#steps.push({
      type: 'create',
      at: this.#now,
      actor,
      via,
      key,
      kind,
      set,
      links,
      ...(copyOf && { copyOf }),
      ...(pattern && { pattern }),
    });
  }

  /** One request that writes one or more records. Values that are already there are left out. */
  write(actor: string, via: Via, writes: Record<string, NeutralSet>, options: WriteOptions = {}): void {
    const real = Object.entries(writes).flatMap(([key, set]) => {
      const changed = Object.entries(set).filter(([field, value]) => this.value(key, field) !== value);
      return changed.length > 0 && !this.get(key).gone ? [{ key, set: Object.fromEntries(changed) }] : [];
    });
    if (real.length === 0) return;
    for (const { key, set } of real) this.#remember(key, actor, set);
    this.#steps.push({ type: 'write', at: this.#now, actor, via, writes: real, ...options });
  }

  /** A decision that is put down in the ledger, with or without a value that comes with it. */
  decide(actor: string, key: string, set: NeutralSet, decision: Decision, pattern?: Pattern): void {
    this.#remember(key, actor, set);
    const writes = [{ key, set }];
    this.#steps.push({
      type: 'write',
      at: this.#now,
      actor,
      via: 'api',
      writes,
      decision,
      ...(pattern && { pattern }),
    });
  }

  remove(actor: string, keys: readonly string[]): void {
    for (const key of keys) this.get(key).gone = true;
    this.#steps.push({ type: 'delete', at: this.#now, actor, via: 'bulk', keys });
  }

  merge(actor: string, via: Via, primary: string, secondary: string): void {
    const { kind, fields } = this.get(secondary);
    this.get(secondary).gone = true;
    const fill = [...fields].flatMap(([field, { value }]) =>
      value !== '' && this.value(primary, field) === '' ? [[field, value] as const] : [],
    );
    this.#remember(primary, 'merge', Object.fromEntries(fill));
    this.#steps.push({
      type: 'merge',
      at: this.#now,
      actor,
      via,
      kind,
      primary,
      secondary,
      pattern: 'duplicate-merge',
    });
  }

  retire(actor: string, kinds: readonly Kind[], field: string): void {
    this.#steps.push({ type: 'retire', at: this.#now, actor, via: 'page', kinds, field });
  }

  mail(keys: readonly string[], subject: string, body: string): void {
    this.#steps.push({ type: 'mail', at: this.#now, actor: 'defaults', via: 'internal', keys, subject, body });
  }

  highlight(key: string, note: string): void {
    this.highlights.push({ key, note });
  }

  #remember(key: string, writer: string, set: NeutralSet): void {
    const { fields } = this.get(key);
    for (const [field, value] of Object.entries(set)) {
      const before = fields.get(field)?.value ?? '';
      if (before !== value) fields.set(field, { value, before, writer, at: this.#now });
    }
  }
}

/** People who correct things; Noor only watches. */
export const EDITORS = ['dana', 'tom', 'lea', 'ivo', 'mara'] as const;

export const isAgent = (actor: string | undefined): boolean =>
  actor !== undefined && actor !== 'merge' && actorById(actor).kind === 'agent';
