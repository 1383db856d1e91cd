/** `GET /truth/suggestions`: what agents proposed, whether it was right, and what has become of it. */
import type { Journal, Suggestion } from '../journal.ts';
import { parseLedger } from '../ledger.ts';
import { isEntry, type MetadataEntry, parseMetadata, short } from '../metadata.ts';

interface SuggestionFilter {
  object?: string | null;
  id?: string | null;
}

/**
 * `decided`: nothing stands where it was proposed; `replaced`: something else does. For what still stands the first that
 * applies of `malformed`, `unusable`, `expired`, `stale` and `conflict`, else `open`.
 */
type State = 'open' | 'stale' | 'expired' | 'unusable' | 'conflict' | 'malformed' | 'decided' | 'replaced';

/** The entries of a record's metadata as they are now; `null` where they cannot be read. */
const listed = (journal: Journal, one: Suggestion): unknown[] | null => {
  const { metadata } = journal.side.staging(one.object);
  return parseMetadata(metadata ? journal.value(one, metadata) : null);
};

const isOf = (entry: MetadataEntry, { suggestion, field, value, agent }: Suggestion): boolean =>
  entry.id === suggestion || (entry.field === field && entry.agent === agent && entry.value === short(value));

const hasEntry = (journal: Journal, one: Suggestion): boolean =>
  (listed(journal, one) ?? []).some((entry) => isEntry(entry) && isOf(entry, one));

/** Whether the record's ledger has a decision on it that nobody took back: nothing else tells of one in the CRM's own list. */
function inLedger(journal: Journal, one: Suggestion): boolean {
  const said = parseLedger(journal.value(one, journal.side.ledger)).filter(
    ({ id, d }) => id === one.suggestion && d !== 'note',
  );
  return said.length > 0 && said.at(-1)?.d !== 'undo';
}

/** Whether it is still proposed, be it behind another agent's value. */
function standing(journal: Journal, one: Suggestion): 'stands' | 'decided' | 'replaced' {
  if (one.native) return inLedger(journal, one) ? 'decided' : 'stands';
  if (one.stagedIn === null) {
    return hasEntry(journal, one) || listed(journal, one) === null ? 'stands' : 'decided';
  }
  const value = journal.value(one, one.stagedIn);
  if (value === null) return 'decided';
  return value === one.value || hasEntry(journal, one) ? 'stands' : 'replaced';
}

/** Whether what the agent said of it cannot be read: nothing of the metadata, or not the entry of this field. */
function malformed(journal: Journal, one: Suggestion): boolean {
  if (one.native) return false;
  const entries = listed(journal, one);
  if (entries === null) return true;
  const broken = entries.some((entry) => !isEntry(entry) && (entry as { field?: unknown } | null)?.field === one.field);
  return broken && !hasEntry(journal, one);
}

/** Whether the value cannot be written: nobody could, or the metadata has nothing of it but its hash. */
const unusable = ({ side }: Journal, { object, id, field, value, stagedIn, native }: Suggestion): boolean =>
  !side.fits({ object, id }, field, value) || (stagedIn === null && !native && short(value) !== value);

/** Fields of which the journal knows nothing are as they were. */
function stale(journal: Journal, one: Suggestion): boolean {
  const cell = journal.cell(one, one.field);
  return cell !== undefined && short(cell.rows.at(-1)?.to ?? null) !== (one.base || null);
}

function stateOf(journal: Journal, one: Suggestion, now: number, all: readonly Suggestion[]): State {
  if (journal.record(one)?.gone) return 'unusable';
  const stands = standing(journal, one);
  if (stands !== 'stands') return stands;
  if (malformed(journal, one)) return 'malformed';
  if (unusable(journal, one)) return 'unusable';
  const expired = ({ expires }: Suggestion) => expires !== null && expires <= now;
  if (expired(one)) return 'expired';
  if (stale(journal, one)) return 'stale';
  const rival = all.some(
    (other) =>
      other.object === one.object &&
      other.id === one.id &&
      other.field === one.field &&
      other.agent !== one.agent &&
      other.value !== one.value &&
      !expired(other) &&
      standing(journal, other) === 'stands',
  );
  return rival ? 'conflict' : 'open';
}

/** @param now epoch milliseconds, CRM time */
export function suggestionsView(journal: Journal, now: number, { object, id }: SuggestionFilter = {}) {
  const { crm, account } = journal.side;
  const all = journal.suggestions().filter((one) => (!object || one.object === object) && (!id || one.id === id));
  return all.map(({ stagedIn: _, ...one }, index) => ({
    crm,
    account,
    ...one,
    state: stateOf(journal, all[index] as Suggestion, now, all),
  }));
}
