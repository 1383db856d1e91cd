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
import { type Answers, type Body, type Kind, onMessage } from './protocol';

export type Sender = Browser.runtime.MessageSender;

/** `page`: a content script in a tab's top frame; `own`: any page of ours, also one that is framed in a CRM's page. */
type From = 'page' | 'own';

const OWN_ORIGIN = new URL(browser.runtime.getURL('/')).origin;

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

/** Answers one kind of message from one kind of sender; refuses everything else. Register all before the first await. */
export function serve<K extends Kind>(
  kind: K,
  from: From,
  handle: (body: Body<K>, sender: Sender) => Promise<Answers[K]>,
): void {
  onMessage(
    kind as Kind,
    (async (message: { data: unknown; sender: Sender }) => {
      if (!(from === 'page' ? isPage(message.sender) : isOwn(message.sender)))
        throw new Refused(`${kind}: not for this sender`);
      const body = v.safeParse(BODIES[kind], message.data);
      if (!body.success) throw new Refused(`${kind}: ${body.issues[0].message}`);
      return handle(body.output as Body<K>, message.sender);
    }) as never,
  );
}
