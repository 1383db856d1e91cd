/** The ledger's note among a record's notes. Notes exist in v1 alone. Pure. */
import type { InferOutput } from 'valibot';
import { LEDGER_NOTE } from '../../core/ledgerNote';
import { ApiProblem } from '../problem';
import type { NotesSchema } from './schema';

/** What a note names its record by, and what pins it there. */
const TARGETS: Record<string, { id: string; pin: string }> = {
  deal: { id: 'deal_id', pin: 'pinned_to_deal_flag' },
  person: { id: 'person_id', pin: 'pinned_to_person_flag' },
  organization: { id: 'org_id', pin: 'pinned_to_organization_flag' },
  lead: { id: 'lead_id', pin: 'pinned_to_lead_flag' },
};

/** @throws ApiProblem for what no note can stand at; a guess would pin it to somebody else's record */
function targetOf(object: string) {
  const target = TARGETS[object];
  if (!target) throw new ApiProblem({ kind: 'refused', message: object });
  return target;
}

/** The question for a record's pinned notes. @throws ApiProblem for a kind of record that has none */
export function notesQuery(object: string, id: string): string {
  const { id: name, pin } = targetOf(object);
  return new URLSearchParams({ [name]: id, [pin]: '1', sort: 'id ASC', limit: '100' }).toString();
}

/** The body of a new note. @throws ApiProblem for a kind of record that has none */
export function noteBody(object: string, id: string, text: string): object {
  const { id: name, pin } = targetOf(object);
  return { content: text, [name]: object === 'lead' ? id : Number(id), [pin]: 1 };
}

/** The ledger's notes, the oldest first. */
export function ledgerNotes({ data }: InferOutput<typeof NotesSchema>): { id: string; text: string }[] {
  return (data ?? [])
    .filter(({ content, active_flag }) => active_flag !== false && content?.includes(LEDGER_NOTE))
    .sort((a, b) => a.id - b.id)
    .map(({ id, content }) => ({ id: String(id), text: content ?? '' }));
}
