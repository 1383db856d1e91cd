/** Carries steps out in a CRM and notes in the journal, from the plan alone, what they did. */
import { actorById } from './actors.ts';
import type { Clock } from './clock.ts';
import type { Journal, RowMeta } from './journal.ts';
import { addEntry, entryId, seal } from './ledger.ts';
import type { Random } from './random.ts';
import { list, stage } from './staging.ts';
import type {
  CreateStep,
  CrmSide,
  Decision,
  Kind,
  MergeStep,
  NeutralSet,
  ProposeStep,
  Step,
  Target,
  WriteStep,
} from './types.ts';

interface Known {
  kind: Kind;
  target: Target;
}

export class Performer {
  readonly #side: CrmSide;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #known = new Map<string, Known>();

  constructor(journal: Journal, clock: Clock, random: Random) {
    this.#side = journal.side;
    this.#journal = journal;
    this.#clock = clock;
    this.#random = random;
  }

  /** Where a planned record ended up; `undefined` before it was created. */
  target(key: string): Target | undefined {
    return this.#known.get(key)?.target;
  }

  /** Sets the clock to the step's time and carries out what of it the CRM has a place for. */
  async perform(planned: Step): Promise<void> {
    const step = this.#possible(planned);
    if (!step) return;
    this.#clock.hold(step.at);
    const actor = actorById(step.actor);
    switch (step.type) {
      case 'create':
        return this.#create(step);
      case 'write':
        return this.#write(step);
      case 'merge':
        return this.#merge(step);
      case 'propose':
        return this.#propose(step);
      case 'delete': {
        const targets = step.keys.map((key) => this.#of(key).target);
        await this.#side.remove(actor, targets);
        for (const target of targets) this.#journal.remove(target, step.at);
        return;
      }
      case 'retire':
        for (const kind of step.kinds) {
          const [object, field] = [this.#side.object(kind), this.#side.field(kind, step.field)];
          if (!field) continue;
          this.#side.retire(object, field, step.at);
          this.#journal.retire(object, field, step.at);
        }
        return;
      case 'mail':
        for (const key of step.keys) this.#side.mail(this.#of(key).target, step.at, step.subject, step.body);
    }
  }

  /** The step without records, fields and merges the CRM does not have; `null` where nothing is left of it. */
  #possible(step: Step): Step | null {
    const { kinds } = this.#side;
    const known = (key: string) => this.#known.has(key);
    switch (step.type) {
      case 'create':
        return kinds.includes(step.kind) ? { ...step, links: step.links.filter(known) } : null;
      case 'write': {
        const writes = step.writes.filter(({ key }) => known(key));
        const { decision } = step;
        const kind = this.#known.get(writes[0]?.key ?? '')?.kind;
        if (!kind || (decision && !this.#side.field(kind, decision.field))) return null;
        return { ...step, writes };
      }
      case 'merge':
        return kinds.includes(step.kind) && this.#side.merges(step.kind) ? step : null;
      case 'propose': {
        const kind = this.#known.get(step.key)?.kind;
        const proposals = step.proposals.filter(({ field }) => kind && this.#side.field(kind, field));
        const listed = step.way?.layout !== 'native' || this.#side.suggest;
        return listed && proposals.length > 0 ? { ...step, proposals } : null;
      }
      case 'delete':
      case 'mail':
        return { ...step, keys: step.keys.filter(known) };
      case 'retire':
        return { ...step, kinds: step.kinds.filter((kind) => kinds.includes(kind)) };
    }
  }

  async #create(step: CreateStep): Promise<void> {
    const object = this.#side.object(step.kind);
    const set = this.#translate(step.kind, step.set);
    const links = step.links.map((key) => this.#of(key).target);
    const id = await this.#side.create(actorById(step.actor), step.via, object, set, links);
    const target = { object, id };
    this.#known.set(step.key, { kind: step.kind, target });
    this.#journal.create(target, set, meta(step), step.copyOf ? this.#of(step.copyOf).target : undefined);
  }

  async #write(step: WriteStep): Promise<void> {
    const writes = step.writes.map(({ key, set }) => {
      const { kind, target } = this.#of(key);
      return { ...target, kind, set: this.#translate(kind, set) };
    });
    const { decision } = step;
    const [first] = writes;
    if (decision && first) first.set[this.#side.ledger] = this.#decide(step, first, first.kind, decision);
    await this.#side.write(actorById(step.actor), step.via, writes);
    for (const write of writes) {
      const decided = decision && { [this.#fieldOf(write.kind, decision.field)]: decision.d };
      this.#journal.write(write, write.set, { ...meta(step), ...(decided && { decided }) });
    }
  }

  async #merge(step: MergeStep): Promise<void> {
    const [primary, secondary] = [this.#of(step.primary), this.#of(step.secondary)];
    const { object, id } = primary.target;
    const survivor = await this.#side.merge(actorById(step.actor), object, id, secondary.target.id);
    if (survivor !== id) throw new Error('the incident is played with merges that keep the primary id');
    this.#journal.merge(primary.target, secondary.target, meta(step));
  }

  async #propose(step: ProposeStep): Promise<void> {
    const { kind, target } = this.#of(step.key);
    const agent = actorById(step.actor);
    const wishes = step.proposals.map((one) => ({
      ...one,
      field: this.#fieldOf(kind, one.field),
      value: this.#side.value(kind, one.field, one.value),
    }));
    if (step.way?.layout === 'native') {
      this.#journal.suggest(wishes.flatMap((wish) => list(this.#side, target, { agent, at: step.at }, wish) ?? []));
      return;
    }
    const { set, suggestions } = stage(this.#side, target, { agent: agent.name, at: step.at }, wishes, step.way);
    await this.#side.write(agent, step.via, [{ ...target, set }]);
    this.#journal.write(target, set, meta(step));
    this.#journal.suggest(suggestions);
  }

  #decide(step: WriteStep, target: Target, kind: Kind, decision: Decision): string {
    const field = this.#fieldOf(kind, decision.field);
    const person = actorById(decision.by);
    const value = this.#side.value(kind, decision.field, decision.value);
    return addEntry(this.#journal.value(target, this.#side.ledger), {
      id: entryId([target.object, target.id, field, value, decision.agent, step.at]),
      at: step.at,
      field,
      d: decision.d,
      by: { id: this.#side.personId(person.id), name: person.name },
      agent: actorById(decision.agent).name,
      to: seal(value, this.#random),
      from: seal(this.#journal.value(target, field), this.#random),
    });
  }

  #translate(kind: Kind, set: NeutralSet): Record<string, string> {
    return Object.fromEntries(
      Object.entries(set).flatMap(([neutral, value]) => {
        const field = this.#side.field(kind, neutral);
        return field ? [[field, value === '' ? '' : this.#side.value(kind, neutral, value)]] : [];
      }),
    );
  }

  #fieldOf(kind: Kind, neutral: string): string {
    const field = this.#side.field(kind, neutral);
    if (!field) throw new Error(`${this.#side.crm} has no ${neutral} on a ${kind}`);
    return field;
  }

  #of(key: string): Known {
    const known = this.#known.get(key);
    if (!known) throw new Error(`no record ${key} yet`);
    return known;
  }
}

const meta = ({ at, actor, via, pattern }: Step): RowMeta => ({
  at,
  actor: actorById(actor),
  via,
  ...(pattern && { pattern }),
});
