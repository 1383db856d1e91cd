/** Names of writers: what the team calls them, what the CRM calls them, else what they are. */
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
