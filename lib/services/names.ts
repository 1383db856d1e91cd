/** Names of writers: what the team calls them, what the CRM calls them, else what they are. */
import type { Person } from '../crm/contract';
import type { TeamFile } from '../core/team';
import type { Writer } from '../core/types';

/** A name, or the words for one that has none; the words are translated where they are shown. */
export type WriterName = { name: string } | { kind: Writer['kind']; id: string };

/** @param label the name that the history row itself gave, if any */
export function nameOf(writer: Writer, team: TeamFile, people: readonly Person[], label?: string): WriterName {
  const listed = team.writers.find((entry) => entry.key === writer.key);
  if (listed) return { name: listed.name };
  const person = people.find((p) => p.keys.includes(writer.key));
  if (person) return { name: person.name };
  if (label && writer.kind !== 'user') return { name: label };
  return { kind: writer.kind, id: writer.id };
}
