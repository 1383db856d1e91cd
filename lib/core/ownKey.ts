/**
 * Countersign's own key. No CRM's API names the key behind a token, so it is known by what it does: it writes the ledger, and
 * never wrote anything before. A key that something else uses as well would make that tool's changes look like decisions.
 */

/** One request writes value and ledger together; the rows' times differ by less. */
const SAME_WRITE_MS = 2000;

/** When a writer first wrote anything, and first wrote the ledger; epoch ms, CRM time. */
export interface FirstWrites {
  first: number;
  firstLedger: number | null;
}

/** Why a writer cannot be Countersign's own key, or `null`: it never kept the ledger, or it wrote before it did. */
export function ownKeyProblem({ first, firstLedger }: FirstWrites): 'noLedger' | 'usedBefore' | null {
  if (firstLedger === null) return 'noLedger';
  return first < firstLedger - SAME_WRITE_MS ? 'usedBefore' : null;
}
