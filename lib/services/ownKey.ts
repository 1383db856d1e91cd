/**
 * Our own key is learned from our own first write (no API names the key behind a token). A key that an agent uses as well, or
 * that wrote before we did, would make that tool's changes look like decisions: the connection stops until it has another.
 */
import type { Connection } from '../core/account';
import { listedWriter } from '../core/attribution';
import { ownKeyProblem } from '../core/ownKey';
import { withWriter } from '../core/team';
import type { FieldChange } from '../core/types';
import { database } from '../store/db';
import { changeTeamFile } from '../store/teamFiles';
import { stopConnection } from './connections';
import type { Known } from './reading';

const SAME_WRITE_MS = 2000;

/**
 * @param row the row that our write left in a field's history
 * @param made true for a record that Countersign made itself: what it made it with is no other tool's
 */
export async function learnOwnKey(
  connection: Connection,
  row: FieldChange,
  { team, snapshot, staging }: Known,
  made = false,
): Promise<void> {
  const { writer } = row;
  // A person's key writes as the person, whose other changes are the person's own.
  if (writer.kind !== 'app' && writer.kind !== 'token') return;
  const listed = listedWriter(team, writer);
  if (listed?.role === 'own') return;
  const sample = await (await database()).get('writers', [connection.crm, connection.account]);
  const since = sample?.writers.find((one) => one.writer.key === writer.key)?.since;
  const own = (change: FieldChange) => change.writer.key === writer.key;
  const ledger = (snapshot.histories.get(staging.ledger ?? '')?.changes ?? []).filter(own);
  const noted = ({ at }: FieldChange) => ledger.some((one) => Math.abs(one.at - at) <= SAME_WRITE_MS);
  const here = [...snapshot.histories.values()].flatMap(({ changes }) => changes.filter(own));
  const all = [...snapshot.histories.values()].flatMap(({ changes }) => changes.map(({ at }) => at));
  const making = made ? Math.min(...all) + SAME_WRITE_MS : Number.NEGATIVE_INFINITY;
  // A teammate's Countersign may have written with the same key; it always wrote the ledger with it.
  const before = here.some((change) => change.at > making && change.at < row.at - SAME_WRITE_MS && !noted(change));
  const seenBefore = !!since && since.first < row.at - SAME_WRITE_MS && ownKeyProblem(since) !== null;
  if (listed?.role === 'agent' || before || seenBefore) {
    const message = listed?.name ?? row.source.label ?? writer.id;
    await stopConnection(connection, { kind: 'sharedKey', message });
    return;
  }
  const entry = { key: writer.key, role: 'own' as const, name: 'Countersign', at: Date.now() };
  await changeTeamFile(connection.crm, connection.account, (file) => withWriter(file, entry));
}
