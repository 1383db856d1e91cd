/** Where proposals are drawn up: picks fields that nothing else concerns any more, and notes who proposes what, when. */
import { actorById } from '../../actors.ts';
import type { Random } from '../../random.ts';
import type { Kind, Proposal, ProposeStep, StagingWay, Step } from '../../types.ts';
import { HOUR, MINUTE, type World, type WorldRecord } from '../world.ts';

/** The last hour is quiet; the agents propose in the hours before. */
const WINDOW = [3 * HOUR, HOUR] as const;

export interface Draft extends Proposal {
  agent?: 'copilot' | 'enricher' | 'native';
  /** Without it some time on the last day. */
  at?: number;
  way?: StagingWay;
}

/** A value a person set by hand, and since when the value before had stood. */
export interface Edit {
  key: string;
  field: string;
  at: number;
  before: number;
}

const cell = (key: string, field: string): string => `${key}/${field}`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "12 Nov". */
export const dayName = (ms: number): string => `${new Date(ms).getUTCDate()} ${MONTHS[new Date(ms).getUTCMonth()]}`;

export class Desk {
  readonly world: World;
  readonly told: readonly Step[];
  readonly random: Random;
  readonly end: number;
  readonly #taken = new Set<string>();
  /** Times of every change, oldest first. */
  readonly #changes = new Map<string, number[]>();
  readonly #steps: ProposeStep[] = [];

  constructor(world: World, told: readonly Step[], random: Random, end: number) {
    this.world = world;
    this.told = told;
    this.random = random;
    this.end = end;
    for (const step of told) {
      const sets = step.type === 'create' ? [step] : step.type === 'write' ? step.writes : [];
      for (const { key, set } of sets) {
        for (const field of Object.keys(set)) {
          const times = this.#changes.get(cell(key, field)) ?? [];
          this.#changes.set(cell(key, field), [...times, step.at]);
        }
      }
    }
  }

  /** A moment of the last day at which nothing happens any more to what is picked. */
  moment(): number {
    const [from, to] = WINDOW.map((span) => this.end - this.world.span(span)) as [number, number];
    return this.random.int(from, to - 1);
  }

  /** Some days before the end. */
  daysAgo(days: number): number {
    return this.end - this.world.span(days * 24 * HOUR);
  }

  /** Whether a field will keep its value, and nothing is proposed for it yet. */
  free(key: string, field: string): boolean {
    const last = this.#changes.get(cell(key, field))?.at(-1) ?? 0;
    return last < this.end - this.world.span(WINDOW[0]) && !this.#taken.has(cell(key, field)) && !this.#taken.has(key);
  }

  /** A record of whose field nothing is proposed yet. */
  pick(kind: Kind, field: string, test: (record: WorldRecord) => boolean = () => true): string {
    const open = this.world.open(kind).filter((record) => this.free(record.key, field) && test(record));
    return this.random.pick(open).key;
  }

  /** A record of which nothing at all is proposed, and nothing will be. */
  pickWhole(kind: Kind, field: string, test: (record: WorldRecord) => boolean = () => true): string {
    const key = this.pick(kind, field, (record) => !this.#touched(record.key) && test(record));
    this.close(key);
    return key;
  }

  /** Keeps the other proposals away from a record. */
  close(key: string): void {
    this.#taken.add(key);
  }

  /** Values of a field that people set by hand during the incident and that have stayed, the latest first. */
  edits(kind: Kind, fields: readonly string[]): Edit[] {
    const found = this.world.open(kind).flatMap(({ key, fields: known }) =>
      fields.flatMap((field): Edit[] => {
        const times = this.#changes.get(cell(key, field)) ?? [];
        const [before, at] = times.slice(-2);
        const value = known.get(field);
        const byHand = value && value.writer !== 'merge' && actorById(value.writer).kind === 'human';
        if (before === undefined || at === undefined || !byHand || value.at !== at || value.before === '') return [];
        const untouched = !this.#taken.has(key) && !this.#touched(key);
        return at > this.world.start && at - before > this.world.span(10 * MINUTE) && untouched
          ? [{ key, field, at, before }]
          : [];
      }),
    );
    return found.sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1));
  }

  /** A moment shortly before a person's edit, at which the field still had its value before. */
  momentBefore({ at, before }: Edit): number {
    const ago = this.world.span(this.random.int(5, 90) * MINUTE);
    return Math.max(before + this.world.span(MINUTE), at - ago);
  }

  propose(key: string, { agent = 'copilot', at = this.moment(), way, ...proposal }: Draft): void {
    this.#taken.add(cell(key, proposal.field));
    this.#steps.push({
      type: 'propose',
      at,
      actor: agent,
      via: agent === 'native' ? 'internal' : 'api',
      key,
      proposals: [proposal],
      ...(way && { way }),
    });
  }

  /** How sure an agent says it is, which tells little of whether it is right. */
  confidence(): number {
    return this.random.int(55, 97) / 100;
  }

  /** An address of something the agent has read. */
  source(kind: 'mail' | 'calls' | 'files'): string {
    return `https://${kind}.northwind.example/${this.random.hex(10)}`;
  }

  steps(): Step[] {
    return this.#steps.toSorted((a, b) => a.at - b.at);
  }

  #touched(key: string): boolean {
    return [...this.#taken].some((one) => one.startsWith(`${key}/`));
  }
}
