/**
 * Is the page really showing the record that the URL names?
 *
 * A record is agreed when the URL names it, the page's title equals the API's name, and no shown value contradicts the API.
 * After navigation between records of the same title at least one differing field must match first, because a page keeps the
 * old record's DOM for seconds after the URL has changed.
 */
import { compare, type Expected, fold, type Verdict } from './agreement';
import { type RecordRef, sameRecord } from './types';

/** A record that the page's DOM may still be showing. */
export interface Shown {
  ref: RecordRef;
  /** `undefined` where it was left before the API answered. */
  title: string | undefined;
  expected: ReadonlyMap<string, Expected>;
}

/** A field found on the page with what it shows. */
export interface Sighting {
  field: string;
  shown: string;
  verdict: Verdict;
}

export type Agreement =
  | { agreed: true }
  /** `title`: not there yet or another one; `values`: shown values contradict; `namesake`: nothing tells it from the record before. */
  | { agreed: false; why: 'title' | 'values' | 'namesake'; fields: string[] };

/**
 * @param record the record the URL names, with the API's name and values
 * @param pageTitle the title the page shows, or `null` where there is none yet
 * @param before records shown in this document since the last agreement, the URL's own excluded
 * @param sawOtherTitle whether, since the URL names this record, the page has shown another title or none
 */
export function agree(
  record: Shown,
  pageTitle: string | null,
  sightings: readonly Sighting[],
  before: readonly Shown[],
  sawOtherTitle: boolean,
): Agreement {
  const wait = (why: 'title' | 'values' | 'namesake', fields: string[] = []): Agreement => ({
    agreed: false,
    why,
    fields,
  });
  if (pageTitle === null || record.title === undefined || fold(pageTitle) !== fold(record.title)) return wait('title');
  const contradicting = sightings.filter((s) => s.verdict === 'different').map((s) => s.field);
  if (contradicting.length > 0) return wait('values', contradicting);
  for (const other of before) {
    if (sameRecord(other.ref, record.ref)) continue;
    if (other.title === undefined) {
      if (!sawOtherTitle) return wait('namesake');
    } else if (fold(other.title) === fold(record.title) && !tellsApart(record, other, sightings)) {
      return wait('namesake');
    }
  }
  return { agreed: true };
}

function tellsApart(record: Shown, other: Shown, sightings: readonly Sighting[]): boolean {
  return sightings.some((s) => {
    const expected = other.expected.get(s.field);
    return (
      s.verdict === 'same' && record.expected.has(s.field) && !!expected && compare(expected, s.shown) === 'different'
    );
  });
}
