/** Names of writers: what the team calls them, what the CRM calls them, else what they are. */
import type { Connection } from '../core/account';
import type { FieldAttribution } from '../core/attribution';
import type { Who } from '../core/details';
import type { TeamFile } from '../core/team';
import type { Writer } from '../core/types';
import type { Person } from '../crm/contract';

/** @param label the name that the history row itself gave, if any */
export function nameOf(writer: Writer, team: TeamFile, people: readonly Person[], label?: string): Who {
  const listed = team.writers.find((entry) => entry.key === writer.key);
  if (listed) return { name: listed.name };
  const person = people.find((p) => p.keys.includes(writer.key));
  if (person) return { name: person.name };
  if (label && writer.kind !== 'user') return { name: label };
  return { kind: writer.kind, id: writer.id };
}

/** Who the value is by: the agent behind it, the person who approved or corrected it, else the row's writer. */
export function whoOf(attribution: FieldAttribution, known: { team: TeamFile; people: readonly Person[] }): Who {
  const { change, evidence } = attribution;
  if (evidence.kind === 'ledger') return { name: evidence.entry.by.name };
  if (attribution.attribution === 'agent' && attribution.agent) return { name: attribution.agent };
  if (!change) return { kind: 'undocumented', id: '' };
  return nameOf(change.writer, known.team, known.people, change.source.label);
}

/**
 * The name of whoever sits at this browser, as the CRM has it: the person chosen for the connection, else the one the key belongs to.
 * @returns `null` where nothing tells
 */
export function personHere({ person, user }: Connection, people: readonly Person[]): string | null {
  if (person && people.some(({ name }) => name === person)) return person;
  return user?.name ?? null;
}

/**
 * Whose records are one's own and one's team's, by the ids that values name users with.
 * @returns `me`: `null` where nothing tells who sits here; `team`: oneself and everybody in a team with one, empty where the CRM
 * tells of no team
 */
export function ownersHere(connection: Connection, people: readonly Person[]): { me: string | null; team: string[] } {
  const name = personHere(connection, people);
  const mine = people.find((one) => one.name === name);
  const me = (mine && ownerOf(mine)) ?? connection.user?.id ?? null;
  const together = people.filter(({ teams }) => teams?.some((team) => mine?.teams?.includes(team)));
  return { me, team: together.flatMap((one) => ownerOf(one) ?? []) };
}

const ownerOf = ({ keys }: Person) => keys.find((key) => key.startsWith('owner:'))?.slice('owner:'.length);

/** False where it is known to be by somebody else. */
export function isBy(by: { name: string } | null, person: string | null): boolean {
  return by === null || person === null || by.name === person;
}
