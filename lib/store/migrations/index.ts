/** The database's versions, oldest first. A migration is never changed once released; a new one is added. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { initial } from './001-initial';
import { aliases } from './002-aliases';
import { decisions } from './003-decisions';
import { signals } from './004-signals';
import { sweeps } from './005-sweeps';
import { ledger } from './006-ledger';
import { control } from './007-control';
import { sources } from './008-sources';
import { alerts } from './009-alerts';

export type Migration = (db: IDBPDatabase<unknown>, tx: IDBPTransaction<unknown, string[], 'versionchange'>) => void;

export const MIGRATIONS: readonly Migration[] = [
  initial,
  aliases,
  decisions,
  signals,
  sweeps,
  ledger,
  control,
  sources,
  alerts,
];
