/** Which record belongs to which, with HubSpot's association type ids. */
import type { Association, ObjectTypeId } from './types.ts';

interface Ref {
  typeId: ObjectTypeId;
  id: string;
}

/** Type ids from one object type to another; the first is the default, a second one marks the primary. */
const TYPE_IDS: Record<string, number[]> = {
  '0-1>0-2': [279, 1],
  '0-2>0-1': [280, 2],
  '0-1>0-3': [4],
  '0-3>0-1': [3],
  '0-1>0-5': [15],
  '0-5>0-1': [16],
  '0-2>0-3': [342, 6],
  '0-3>0-2': [341, 5],
  '0-2>0-5': [340, 25],
  '0-5>0-2': [339, 26],
  '0-3>0-5': [27],
  '0-5>0-3': [28],
  '0-46>0-1': [202],
  '0-1>0-46': [201],
  '0-46>0-2': [190],
  '0-2>0-46': [189],
  '0-46>0-3': [214],
  '0-3>0-46': [213],
  '0-46>0-5': [228],
  '0-5>0-46': [227],
};

const LABELS: Record<number, string> = {
  1: 'Primary',
  2: 'Primary',
  5: 'Primary',
  6: 'Primary',
  25: 'Primary',
  26: 'Primary',
};

/** The label of an association type, `null` for unlabelled ones. */
export const associationLabel = (typeId: number): string | null => LABELS[typeId] ?? null;

/** Type ids between two object types, or `undefined` where they cannot be associated. */
export const associationTypes = (from: ObjectTypeId, to: ObjectTypeId): number[] | undefined =>
  TYPE_IDS[`${from}>${to}`];

const key = (ref: Ref): string => `${ref.typeId}/${ref.id}`;

export class Associations {
  readonly #of = new Map<string, Association[]>();

  /** Links two records in both directions; a no-op where they are linked already. */
  link(from: Ref, to: Ref): void {
    this.#add(from, to);
    this.#add(to, from);
  }

  unlink(from: Ref, to: Ref): void {
    for (const [a, b] of [[from, to] as const, [to, from] as const]) {
      this.#of.set(
        key(a),
        this.of(a).filter((one) => key(one) !== key(b)),
      );
    }
  }

  /** Everything linked to a record, of one type or of all. */
  of(ref: Ref, typeId?: ObjectTypeId): Association[] {
    const all = this.#of.get(key(ref)) ?? [];
    return typeId ? all.filter((one) => one.typeId === typeId) : all;
  }

  /** Gives one record's links to another, as a merge does. */
  move(from: Ref, to: Ref): void {
    for (const one of [...this.of(from)]) {
      this.unlink(from, one);
      this.link(to, one);
    }
  }

  #add(from: Ref, to: Ref): void {
    const list = this.#of.get(key(from)) ?? [];
    if (list.some((one) => key(one) === key(to))) return;
    const types = associationTypes(from.typeId, to.typeId);
    if (!types) throw new Error(`${from.typeId} cannot be associated with ${to.typeId}`);
    list.push({ typeId: to.typeId, id: to.id, types });
    this.#of.set(key(from), list);
  }
}
