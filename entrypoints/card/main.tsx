import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/card/card.css';
import '../../components/card/prompt.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import { CorrectionPrompt } from '../../components/card/CorrectionPrompt';
import { ReadCard } from '../../components/card/ReadCard';
import { SuggestionCard } from '../../components/card/SuggestionCard';
import { CRMS, type RecordRef } from '../../lib/core/types';
import { createCardStore } from '../../lib/stores/card';
import { setUpPage } from '../../lib/stores/page';
import { createPromptStore } from '../../lib/stores/prompt';
import { createSuggestionStore } from '../../lib/stores/suggestion';
import { connectToPage } from './frame';
import { canProve, whenSeen } from './visibility';

/** A page that keeps covering the buttons gets no decision on itself. */
const DISTURBED_AFTER_MS = 3_000;

const params = new URLSearchParams(location.search);
const param = (name: string) => params.get(name) ?? '';
const crm = CRMS.find((name) => name === param('crm')) ?? 'hubspot';
const field = param('field');
const ref: RecordRef = { crm, account: param('account'), object: param('object'), id: param('id') };
const framed = window.parent !== window;
const language = setUpPage(param('theme'));
const page = connectToPage();

function useSeen(): 'pending' | 'proven' | 'none' {
  const [seen, setSeen] = useState<'pending' | 'proven' | 'none'>(framed && !canProve() ? 'none' : 'pending');
  useEffect(() => {
    // In a window of ours nothing can lie above the buttons.
    if (!framed || !canProve()) {
      const timer = setTimeout(() => !framed && setSeen('proven'), 400);
      return () => clearTimeout(timer);
    }
    let timer = setTimeout(() => setSeen('none'), DISTURBED_AFTER_MS);
    const stop = whenSeen(document.documentElement, (proven) => {
      clearTimeout(timer);
      setSeen(proven ? 'proven' : 'pending');
      if (!proven) timer = setTimeout(() => setSeen('none'), DISTURBED_AFTER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return seen;
}

const value = createCardStore(ref, field);

function ValueCard() {
  const state = useStore(value.store);
  const seen = useSeen();
  return (
    <ReadCard
      {...state}
      language={language}
      crmName={i18n.t(`crm.${crm}`)}
      field={field}
      focus={param('focus') === '1'}
      armed={seen === 'proven'}
      onClose={page.close}
      onRetry={() => void value.load()}
      onMap={(role, name) => void value.map(role, name)}
      onUndo={() => void value.undo()}
      onAllWriters={() => void browser.tabs.create({ url: `${browser.runtime.getURL('/options.html')}#agents` })}
    />
  );
}

const suggestion = createSuggestionStore(ref, field);

function ProposalCard() {
  const state = useStore(suggestion.store);
  const seen = useSeen();
  return (
    <SuggestionCard
      {...state}
      language={language}
      crmName={i18n.t(`crm.${crm}`)}
      field={field}
      focus={param('focus') === '1'}
      seen={seen}
      confirming={param('confirm') === '1'}
      onDecide={(kind, options) => void suggestion.decide(kind, options)}
      onUndo={(key) => void suggestion.undo(key)}
      onNote={suggestion.note}
      onStep={suggestion.go}
      onAgain={suggestion.again}
      onClose={page.close}
      onConfirm={() => void openConfirmation()}
      {...(framed ? { onReload: page.reload } : {})}
    />
  );
}

/** The same card in a window of ours, where nothing of the page can lie above it. */
async function openConfirmation(): Promise<void> {
  await browser.windows.create({ url: `${location.href}&confirm=1`, type: 'popup', width: 420, height: 480 });
  page.close();
}

const correction = createPromptStore(ref, field, page.close);

function Strip() {
  const state = useStore(correction.store);
  const seen = useSeen();
  // What nobody can prove to be seen asks nothing; the side panel does.
  useEffect(() => {
    if (seen === 'none') page.close();
  }, [seen]);
  return (
    <CorrectionPrompt
      {...state}
      armed={seen === 'proven'}
      onReason={(reason) => void correction.explain(reason)}
      onMore={correction.more}
      onStop={() => void correction.stop()}
      onClose={page.close}
    />
  );
}

const [about, Card] =
  param('about') === 'suggestion'
    ? [suggestion, ProposalCard]
    : param('about') === 'correction'
      ? [correction, Strip]
      : [value, ValueCard];
const app = document.getElementById('app');
if (app) {
  createRoot(app).render(<Card />);
  page.follow(app, about === correction);
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) page.close();
});
if (about !== correction || !framed || canProve()) void about.load();
else page.close();
