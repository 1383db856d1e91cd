/**
 * The background's end: who may send what.
 *
 * A page may be hostile and a content script runs beside it, so what a content script sends is believed only as far as the
 * browser vouches for it: the sender's own tab and frame. Everything that reads another record, changes settings or decides is
 * taken from our own pages alone.
 */
import * as v from 'valibot';
import { type Browser, browser } from 'wxt/browser';
import { BODIES } from './bodies';
import type { Answers, Body, Envelope, Kind, Reply } from './protocol';

export type Sender = Browser.runtime.MessageSender;

/** `page`: a content script in a tab's top frame; `own`: any page of ours, also one that is framed in a CRM's page. */
type From = 'page' | 'own';

const OWN_ORIGIN = new URL(browser.runtime.getURL('/')).origin;

/** Thrown by a handler that refuses what it was asked. */
export class Refused extends Error {}

/** True for a content script of ours in the top frame of a tab. */
function isPage(sender: Sender): boolean {
  return (
    sender.id === browser.runtime.id &&
    sender.tab?.id !== undefined &&
    sender.frameId === 0 &&
    originOf(sender) !== OWN_ORIGIN
  );
}

/** True for a page of ours. `origin` is set by the browser; where it is missing the address is. */
function isOwn(sender: Sender): boolean {
  return sender.id === browser.runtime.id && originOf(sender) === OWN_ORIGIN;
}

function originOf(sender: Sender): string | undefined {
  const origin = (sender as { origin?: string }).origin;
  if (origin !== undefined && origin !== 'null') return origin;
  return sender.url === undefined ? undefined : new URL(sender.url).origin;
}

interface Served {
  from: From;
  handle(body: unknown, sender: Sender): Promise<unknown>;
}

const served = new Map<Kind, Served>();

/** Answers one kind of message from one kind of sender; refuses everything else. */
export function serve<K extends Kind>(
  kind: K,
  from: From,
  handle: (body: Body<K>, sender: Sender) => Promise<Answers[K]>,
): void {
  served.set(kind, { from, handle: handle as Served['handle'] });
}

/** Starts answering. Has to run in the worker's first turn: an event that wakes it finds no listener otherwise. */
export function startServing(): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Sender) => answer(message, sender));
}

/** The reply to a message, whoever sent it; never rejects. */
export async function answer(message: unknown, sender: Sender): Promise<Reply> {
  const { kind, body } = (message ?? {}) as Partial<Envelope>;
  const known = kind && Object.hasOwn(BODIES, kind) ? served.get(kind) : undefined;
  if (!kind || !known) return { refused: 'unknown kind of message' };
  if (!(known.from === 'page' ? isPage(sender) : isOwn(sender))) return { refused: `${kind}: not for this sender` };
  const parsed = v.safeParse(BODIES[kind], body);
  if (!parsed.success) return { refused: `${kind}: ${parsed.issues[0].message}` };
  try {
    return { answer: await known.handle(parsed.output, sender) };
  } catch (error) {
    return { refused: `${kind}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
