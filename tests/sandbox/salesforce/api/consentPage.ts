/** What a browser shows during sign-in: the question whether an app may act for somebody, or why it may not ask. */
import type { Reply } from '../../http.ts';

const HEADERS = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const document = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

interface Consent {
  org: string;
  user: string;
  /** The query of the sign-in, which comes back with the answer. */
  query: URLSearchParams;
}

export function consentPage({ org, user, query }: Consent): Reply {
  const link = (decision: string) => {
    const answer = new URLSearchParams(query);
    answer.set('decision', decision);
    return escaped(`/services/oauth2/authorize/decision?${answer}`);
  };
  const button = (id: string, label: string) =>
    `<button id="${id}" type="button" data-to="${link(id)}">${label}</button>`;
  const script =
    "for (const one of document.querySelectorAll('button')) one.addEventListener('click', () => location.assign(one.dataset.to));";
  const body = `<h1>Allow Access?</h1>
<p>Countersign is asking to: manage user data via APIs (api), perform requests at any time (refresh_token, offline_access).</p>
<p>You are logged in to ${escaped(org)} as <b>${escaped(user)}</b>.</p>
${button('deny', 'Deny')} ${button('allow', 'Allow')}
<script>${script}</script>`;
  return { status: 200, headers: HEADERS, body: document('Allow Access? | Salesforce', body) };
}

/** An app or address that is not known is never redirected to. */
export function errorPage(error: string, description: string): Reply {
  const body = `<p>error=${escaped(error)}&amp;error_description=${escaped(description)}</p>`;
  return { status: 400, headers: HEADERS, body: document('Salesforce', body) };
}
