/**
 * The note in which a ledger goes on where its field holds little: a line for people, and the same JSON as in the field. Nobody can
 * tell who brought an entry into a note, so what stands there is proof of nothing: it keeps what the field had no room for. Pure.
 */
import { parseLedger } from './ledger';

/** How the note begins, by which it is found among a record's others. */
export const LEDGER_NOTE = 'Countersign ledger, older entries. Kept by Countersign; leave it as it is.';

/** The most characters a note has; Pipedrive says 100,000, with HTML in it. */
export const LEDGER_NOTE_CHARS = 80_000;

/** A note's text. Written so that no HTML is in it: a CRM may take that for its own. */
export function noteText(ledger: string): string {
  const escaped = ledger.replace(/[<>&]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${LEDGER_NOTE} ${escaped}`;
}

const ENTITIES: Record<string, string> = { quot: '"', '#34': '"', '#39': "'", amp: '&', lt: '<', gt: '>', nbsp: ' ' };

/**
 * The ledger in a note, whatever HTML the CRM has put around it; `null` where there is none, or none that can be read.
 * `intact` is false where somebody has put words of their own into the note, which are not ours to overwrite.
 */
export function ledgerInNote(text: string): { ledger: string; intact: boolean } | null {
  const plain = text
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
    .trim();
  const ledger = plain.slice(plain.indexOf('{'), plain.lastIndexOf('}') + 1);
  if (!plain.includes('{') || parseLedger(ledger).size === 0) return null;
  return { ledger, intact: plain === `${LEDGER_NOTE} ${ledger}` };
}
