/** Every message between our contexts: what it carries, what it answers. Bodies are validated by the receiver. */
import { defineExtensionMessaging } from '@webext-core/messaging';
import type { InferOutput } from 'valibot';
import type { Connection, ConnectionInfo, TestResult } from '../core/account';
import type { FieldDetails } from '../core/details';
import type { Problem } from '../core/problem';
import type { TabSummary } from '../core/tab';
import type { TeamFile } from '../core/team';
import type { ViewProblem, ViewReply } from '../core/view';
import type { WriterRow, WriterSample } from '../core/writers';

import type { BODIES } from './bodies';

export type Kind = keyof typeof BODIES;
export type Body<K extends Kind> = InferOutput<(typeof BODIES)[K]>;

export type Outcome<T> = ({ ok: true } & T) | { ok: false; problem: Problem };

/** Answers by message kind. */
export interface Answers {
  'record.view': ViewReply;
  'record.report': null;
  'record.seen': null;
  'page.open': null;
  /** `stale`: why the tab's record is older than it should be. */
  'field.details': Outcome<{ details: FieldDetails | null; stale: ViewProblem | null }>;
  'writer.map': TeamFile;
  'tab.summary': TabSummary | null;
  'connection.list': ConnectionInfo[];
  'connection.test': TestResult;
  'connection.add': Outcome<{ connection: Connection }>;
  'connection.rename': null;
  'connection.remove': null;
  'people.list': string[];
  'team.get': { file: TeamFile; hash: string };
  'team.import': { ok: true; file: TeamFile } | { ok: false; why: 'json' | 'shape' | 'account'; detail: string };
  'team.stamp': TeamFile;
  'writers.list': { rows: WriterRow[]; sample: WriterSample | null };
  'writers.effect': { marks: number; records: number };
  'fields.list': { name: string; label: string; object: string }[];
}

/** Messages to a page: there is news, or a person pressed a key. */
interface ToPages {
  'page.news': () => void;
  'page.command': (command: 'next' | 'previous' | 'hide') => void;
}

type ProtocolMap = { [K in Kind]: (body: Body<K>) => Answers[K] } & ToPages;

export const { sendMessage, onMessage } = defineExtensionMessaging<ProtocolMap>();

/** Asks the background. Rejects if the extension was updated or removed, or refused the message. */
export function ask<K extends Kind>(kind: K, body: Body<K>): Promise<Answers[K]> {
  return (sendMessage as (kind: Kind, body: unknown) => Promise<unknown>)(kind, body) as Promise<Answers[K]>;
}
