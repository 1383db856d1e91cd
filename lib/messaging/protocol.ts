/** Every message between our contexts: what it carries, what it answers. Bodies are validated by the receiver. */
import type { InferOutput } from 'valibot';
import { browser } from 'wxt/browser';
import type { Connection, ConnectionInfo, TestResult } from '../core/account';
import type { AlertInfo } from '../core/alerts';
import type { ControlInfo, ControlPreview } from '../core/control';
import type { CorrectionRow } from '../core/corrections';
import type { DecisionReport } from '../core/decisions';
import type { FieldDetails } from '../core/details';
import type { SignalsState } from '../core/outbox';
import type { PageKit } from '../core/pageKit';
import type { Problem } from '../core/problem';
import type { QueueItem } from '../core/queue';
import type { Signal } from '../core/signals';
import type { SuggestionDetails } from '../core/suggestionDetails';
import type { SweepInfo } from '../core/sweep';
import type { TabSummary } from '../core/tab';
import type { TeamFile } from '../core/team';
import type { ViewProblem, ViewReply } from '../core/view';
import type { StagingRun, WizardObject } from '../core/wizard';
import type { WriterRow, WriterSample } from '../core/writers';

import type { BODIES } from './bodies';

export type Kind = keyof typeof BODIES;
export type Body<K extends Kind> = InferOutput<(typeof BODIES)[K]>;

export type Outcome<T> = ({ ok: true } & T) | { ok: false; problem: Problem };

/** Answers by message kind. */
export interface Answers {
  'record.view': ViewReply;
  'record.report': null;
  'record.labels': null;
  'record.seen': null;
  'page.kit': PageKit;
  'page.open': null;
  /** `stale`: why the tab's record is older than it should be. */
  'field.details': Outcome<{ details: FieldDetails | null; stale: ViewProblem | null }>;
  'suggestion.details': Outcome<{ details: SuggestionDetails | null }>;
  /** `outdated`: what the person saw is too old, or the value does not fit the record as it is now; nothing was written. */
  'suggestion.decide': Outcome<{ decision: DecisionReport }> | { ok: false; problem: 'outdated' };
  'decision.undo': Outcome<{ decision: DecisionReport }>;
  /** A person's words about a rejection; once. */
  'decision.note': Outcome<{ decision: DecisionReport }>;
  'decision.get': Outcome<{ decision: DecisionReport }>;
  /** How many decisions wait to be written. */
  'decisions.resume': { waiting: number };
  /** `at`: when the account was last looked through (epoch ms, CRM time); `left`: records that were left out then. */
  'queue.list': {
    items: QueueItem[];
    at: number | null;
    left: number;
    offset: number;
    me: string | null;
    team: string[];
  };
  /** A page of the person's own corrections; `before` is where the next one goes on, `null` at the end. */
  'corrections.list': { rows: CorrectionRow[]; before: number | null; state: SignalsState };
  /** `null` for silence. Whoever is asked once is not asked again. */
  'correction.ask': { prompt: { signal: string; label: string; agent: string } | null };
  /** `told`: the account has an endpoint that the reason goes to, or it goes into the ledger. */
  'correction.explain': { told: boolean };
  /** A time of day; `null` for no reminder. */
  'reminder.get': string | null;
  'reminder.set': null;
  'asking.get': boolean;
  'asking.set': null;
  'writer.map': TeamFile;
  'tab.summary': TabSummary | null;
  'connection.list': ConnectionInfo[];
  'connection.test': TestResult;
  'connection.add': Outcome<{ connection: Connection }>;
  /** The address that a CRM's app has to list as its callback. */
  'connection.redirect': string;
  'connection.signIn': Outcome<{ connection: Connection }>;
  'connection.rename': null;
  'connection.remove': null;
  'people.list': string[];
  'team.get': { file: TeamFile; hash: string };
  'team.import': { ok: true; file: TeamFile } | { ok: false; why: 'json' | 'shape' | 'account'; detail: string };
  'team.stamp': TeamFile;
  'team.tag': TeamFile;
  'team.policy': TeamFile;
  /** `null` without an account. */
  'control.get': ControlInfo | null;
  /** The same after the record was read. */
  'control.look': ControlInfo | null;
  /** `null` for an address that names no record. */
  'control.preview': Outcome<{ preview: ControlPreview | null }>;
  /** False where the record says something else by now. */
  'control.use': Outcome<{ used: boolean }>;
  'control.create': Outcome<object>;
  'control.resolve': ControlInfo | null;
  'control.pause': ControlInfo | null;
  'control.leave': null;
  'writers.list': { rows: WriterRow[]; sample: WriterSample | null };
  'writers.effect': { marks: number; records: number };
  'fields.list': { name: string; label: string; object: string }[];
  'sweep.state': SweepInfo | null;
  'sweep.pause': null;
  'signals.state': SignalsState;
  'signals.room': null;
  /** Newest first, as many as one message carries; `before` of the next page is the last one's `seq`. */
  'signals.list': (Signal & { seq: number })[];
  'signals.exported': null;
  'signals.delivery': TabSummary['signals'];
  /** Those that nobody has acknowledged. */
  'alerts.list': AlertInfo[];
  'alert.acknowledge': null;
  /** A secret that was made here is shown once and leaves the background never again. */
  'endpoint.add': { made: string | null };
  'endpoint.change': null;
  'endpoint.remove': null;
  'endpoint.retry': null;
  'deadLetter.retry': null;
  'deadLetter.discard': null;
  'ledger.switch': null;
  'ledger.retry': null;
  'ledger.discard': null;
  /** The objects with the fields they have now, what the team says about names, and what the wizard is at. */
  'staging.load': Outcome<{ objects: WizardObject[]; team: TeamFile; run: StagingRun | null }>;
  'staging.begin': Outcome<{ run: StagingRun }>;
}

/** What a page is told: there is news to ask for, or a person pressed a key. */
export type ToPage = 'news' | 'next' | 'previous' | 'hide';

/** A question on its way; a page's news travels as `{ toPage }`. */
export interface Envelope {
  kind: Kind;
  body: unknown;
}

/** The background's reply: what was asked for, or why it was refused. */
export type Reply = { answer: unknown } | { refused: string };

/**
 * Asks the background.
 * @throws if the message was refused, or if there is nobody to answer: the extension was updated, disabled or removed
 */
export async function ask<K extends Kind>(kind: K, body: Body<K>): Promise<Answers[K]> {
  const reply: Reply | undefined = await browser.runtime.sendMessage({ kind, body } satisfies Envelope);
  if (!reply) throw new Error(`${kind}: no reply`);
  if ('refused' in reply) throw new Error(reply.refused);
  return reply.answer as Answers[K];
}

/** Tells a tab's page something. A tab without our script has nobody to tell, which is no failure. */
export async function tell(tab: number, toPage: ToPage): Promise<void> {
  await browser.tabs.sendMessage(tab, { toPage }).catch(() => {});
}

/** Listens to what the background tells this page. @returns how to stop */
export function listen(hear: (toPage: ToPage) => void): () => void {
  const listener = (message: unknown) => {
    const { toPage } = (message ?? {}) as { toPage?: ToPage };
    if (toPage) hear(toPage);
  };
  browser.runtime.onMessage.addListener(listener);
  return () => browser.runtime.onMessage.removeListener(listener);
}
