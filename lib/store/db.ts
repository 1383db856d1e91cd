/**
 * The extension's database. It lives in the extension's origin: pages and content scripts cannot reach it.
 * Every key of account data starts with `[crm, account]`, so that an account can be removed whole.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Connection } from '../core/account';
import type { LabelAlias } from '../core/aliases';
import type { ControlTrouble, Pause } from '../core/control';
import type { Decision } from '../core/decisions';
import type { Values } from '../core/events';
import { entryName, isDecisionEntry, type LedgerEntry, NOTE } from '../core/ledger';
import type { LedgerGap } from '../core/outbox';
import type { Problem } from '../core/problem';
import type { QueueItem } from '../core/queue';
import type { ChosenType, Signal } from '../core/signals';
import type { TeamFile } from '../core/team';
import type { Crm, RecordRef } from '../core/types';
import type { StagingRun } from '../core/wizard';
import type { WriterSample } from '../core/writers';
import type { FieldMeta, Person, RecordSnapshot } from '../crm/contract';
import type { Limits } from '../crm/limits';
import { MIGRATIONS } from './migrations';

export type AccountKey = [crm: Crm, account: string];
export type RecordKey = [crm: Crm, account: string, object: string, id: string];

export interface CachedRecord {
  snapshot: RecordSnapshot;
  /** Names of the fields that were asked for; some may not exist any more and are in no answer. */
  asked: string[];
  /** When the CRM was last asked whether it changed; epoch ms, machine clock. */
  checkedAt: number;
  /** When it was asked for; epoch ms, machine clock. */
  readAt: number;
  /** The record's last modification was long enough ago then that the next one has another time. */
  settled?: boolean;
  usedAt: number;
}

export interface Seen {
  /** CRM time at which the record was last opened, and the time before that. */
  openedAt: number;
  before: number | null;
  /** Fields looked at, with the time of the change that was seen. */
  fields: Record<string, number>;
}

/** Requests of one connection on one day. */
export interface Usage {
  day: string;
  requests: number;
  /** The same in the CRM's own unit, where it does not count requests. */
  cost?: number;
  limits: Limits;
  /** When the limits were reported; epoch ms, machine clock. */
  limitsAt?: number;
  /** What looking for changes has used of it, in that unit. */
  sweep?: number;
  /** CRM time minus machine time, ms. */
  offset: number;
  /** The CRM asked to wait until then; epoch ms, machine clock. */
  pauseUntil?: number;
  pause?: Problem;
}

/** A signal in the order of capture. */
export interface KeptSignal extends Signal {
  seq: number;
  /** Characters of its JSON. */
  size: number;
  /** A person was asked why; nobody is asked twice. */
  asked?: true;
  /** The record's ledger told of it. */
  inLedger?: true;
  /** How many retractions of it there are; after an odd number it does not hold. */
  retractions?: number;
  /** An alert that somebody has seen. */
  acknowledged?: true;
}

/** An endpoint that an account's signals go to; its secret is among the secrets. */
export interface KeptEndpoint {
  id: string;
  crm: Crm;
  account: string;
  url: string;
  values: Values;
  /** The types of signals it is sent; all where left out. */
  types?: ChosenType[];
  /** Everything up to this signal has been taken, set aside, or is not for it. */
  cursor: number;
  /** Tries in a row that failed; not before `retryAt` (epoch ms, machine clock) is it tried again. */
  failures: number;
  retryAt?: number;
  /** Why the last try failed. */
  problem?: { message: string; status?: number };
  /** Trying again as it is changes nothing: a person has to look. */
  stopped?: boolean;
  /** Signals in a row that it refused by themselves with this status, since it has taken one. */
  refused?: { status: number; times: number };
  /** Epoch ms, machine clock. */
  deliveredAt?: number;
}

/** An account whose corrections go into the ledger of the record they were made on. */
export interface KeptLedger {
  on: boolean;
  /** Everything up to this signal is in a ledger, among `ledgerEntries`, or not for it. */
  cursor: number;
  /** Tries in a row that failed for a reason of the whole account; not before `retryAt` (epoch ms, machine clock) is it tried again. */
  failures: number;
  retryAt?: number;
  problem?: Problem;
  /** Epoch ms, machine clock. */
  deliveredAt?: number;
}

/** An account's control record, as far as this browser knows it. */
export interface KeptControl {
  /** `null` as long as it is being made. */
  ref: RecordRef | null;
  title: string;
  /** Countersign was asked to make one, or has made this one. */
  made?: true;
  /** What the field held when it and this browser last said the same; `null` where they never did. */
  base: string | null;
  /** What agents should leave alone, as this browser has it. */
  paused: Pause[];
  trouble: ControlTrouble | null;
  /** What the field held at the last look, and when the record was modified then (epoch ms, CRM time). */
  found: string | null;
  modified: number;
  /** What this browser had to say at the last look, as canonical JSON. */
  looked: string;
  /** Epoch ms, machine clock. */
  lookedAt: number | null;
}

/** An entry that is not known to be in its record's ledger to stay: of a correction, its reason, or a decision. */
export interface LedgerDelivery {
  ref: RecordRef;
  entry: LedgerEntry;
  seq: number;
  /** When it was seen there, or was written with its decision; epoch ms, machine clock. */
  seenAt?: number;
  failures: number;
  retryAt?: number;
  /** Trying again as it is changes nothing: a person has to look. `message` is the CRM's own. */
  stuck?: { why: LedgerGap; message?: string };
}

/** A signal that an endpoint refused by itself. */
export interface DeadLetter {
  endpoint: string;
  signal: string;
  message: string;
  status: number;
  at: number;
  /** It is to be sent once more, before anything else. */
  again?: true;
  /** A person gave it up; it is not shown any more, and was not delivered. */
  discarded?: true;
}

/** How many signals there were, and how much room those that are kept take, in characters of JSON. */
export interface OutboxState {
  seq: number;
  size: number;
  /** Signals that found no room: capture has stopped. */
  full: boolean;
  /** Characters that a person gives signals; left out where that is as the product has it. */
  room?: number;
  /** By account: the last signal that a file had in it that a person exported, and when that was (epoch ms, machine clock). */
  exported?: Record<string, { seq: number; at: number }>;
}

/** How far an object's changes have been looked at. */
export interface SweepPlace {
  /** Everything that changed before was looked at; epoch ms, CRM time. */
  at: number;
  /** What changed since and was looked at all the same: id, and the time of that change. */
  done: [id: string, at: number][];
  /** How far the last page reached; epoch ms, CRM time. */
  upTo: number;
}

/** The sweep of an account, after every page. */
export interface KeptSweep {
  /** By object. */
  places: Record<string, SweepPlace>;
  /** What the team had said of writers when it was looked at. */
  writers: string;
  /** The CRM's day of the counts, and what was looked at on it. */
  day: string;
  looked: number;
  unread: number;
  paused: boolean;
  /** Runs in a row that failed, and why the last one did. */
  failures: number;
  problem?: Problem;
  full: boolean;
  /** Not before; epoch ms, machine clock. */
  nextAt: number;
}

/** A look through an account for suggestions; times are epoch ms, CRM time. */
export interface KeptLook {
  at: number;
  /** Records that were left for the next one. */
  left: number;
  /** What was changed before has been looked at. */
  since?: number | null;
  /** The staging fields it was looked for by, by object. */
  searched?: Record<string, string>;
  /** Where records are left: when the first of these looks began, and what they have looked at, as `object/id`. */
  place?: { began: number; done: string[] };
}

/** An agent's value that a person has seen. */
export interface SeenValue {
  /** Of the approval that it becomes if it stands. */
  id: string;
  ref: RecordRef;
  /** `recordKey` of the record. */
  record: string;
  field: string;
  /** When it was seen first; epoch ms, CRM time. */
  at: number;
}

interface Schema extends DBSchema {
  connections: { key: string; value: Connection };
  secrets: { key: string; value: CryptoKey | { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer } };
  teams: { key: AccountKey; value: TeamFile };
  fields: { key: [Crm, string, string, string]; value: { fields: FieldMeta[]; at: number } };
  people: { key: AccountKey; value: { people: Person[]; at: number } };
  records: { key: RecordKey; value: CachedRecord; indexes: { usedAt: number } };
  seen: { key: RecordKey; value: Seen; indexes: { openedAt: number } };
  writers: { key: AccountKey; value: WriterSample };
  /** Labels learned from pages, by object and page language. */
  aliases: { key: [Crm, string, string, string]; value: LabelAlias[] };
  usage: { key: string; value: Usage };
  decisions: {
    key: [Crm, string, string];
    value: Decision;
    indexes: { record: string; state: Decision['state'] };
  };
  /** Suggestions that wait, by record. */
  queue: { key: RecordKey; value: { items: QueueItem[] } };
  looks: { key: AccountKey; value: KeptLook };
  signals: {
    key: [Crm, string, string];
    value: KeptSignal;
    indexes: { order: [Crm, string, number]; alerts: [Crm, string, string] };
  };
  outbox: { key: string; value: OutboxState };
  endpoints: { key: string; value: KeptEndpoint };
  deadLetters: { key: [endpoint: string, signal: string]; value: DeadLetter };
  controls: { key: AccountKey; value: KeptControl };
  ledgers: { key: AccountKey; value: KeptLedger };
  ledgerEntries: { key: [Crm, string, string]; value: LedgerDelivery };
  /** What the set-up of staging is doing or has done. */
  wizards: { key: AccountKey; value: StagingRun };
  sweeps: { key: AccountKey; value: KeptSweep };
  /** What the team had said of writers when an account's signals were looked through for those that do not hold any more. */
  roles: { key: AccountKey; value: string };
  standing: { key: [Crm, string, string]; value: SeenValue; indexes: { record: string } };
}

export type Database = IDBPDatabase<Schema>;

let opening: Promise<Database> | null = null;

/** Opens the database, upgrading it if an older version is found. Another context that wants to upgrade closes ours. */
export function database(): Promise<Database> {
  opening ??= openDB<Schema>('countersign', MIGRATIONS.length, {
    upgrade(db, oldVersion, _version, tx) {
      const upgrading = tx as unknown as IDBPTransaction<unknown, string[], 'versionchange'>;
      for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(db as unknown as IDBPDatabase<unknown>, upgrading);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opening = null;
    },
    terminated() {
      opening = null;
    },
  }).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Keeps what was read of an account, unless the account was removed while it was read. */
export async function keep<S extends 'records' | 'fields' | 'people'>(
  connection: { id: string },
  store: S,
  value: Schema[S]['value'],
  key: Schema[S]['key'],
): Promise<void> {
  const tx = (await database()).transaction(['connections', 'records', 'fields', 'people'], 'readwrite');
  if (await tx.objectStore('connections').get(connection.id)) await tx.objectStore(store).put(value, key);
  await tx.done;
}

/** Where an entry's way into the ledger is kept: a correction's under its id, one of several of a suggestion under its name. */
export function deliveryKey({ ref, entry }: Pick<LedgerDelivery, 'ref' | 'entry'>): [Crm, string, string] {
  const isOneOfMany = isDecisionEntry(entry) || entry.d === NOTE;
  return [ref.crm, ref.account, isOneOfMany ? entryName(entry) : entry.id];
}

/** Every key that starts with an account. */
export function accountRange([crm, account]: AccountKey): IDBKeyRange {
  return IDBKeyRange.bound([crm, account], [crm, account, []]);
}
