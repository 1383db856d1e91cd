import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/card/card.css';
import '../../components/sidepanel/panel.css';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { Corrections } from '../../components/sidepanel/Corrections';
import { Panel } from '../../components/sidepanel/Panel';
import {
  chooseScope,
  correctionsStore,
  explain,
  moreCorrections,
  openCorrections,
  openSignalsOptions,
  reloadCorrections,
  retryEndpoint,
  retryLetter,
} from '../../lib/stores/corrections';
import { setUpPage } from '../../lib/stores/page';
import {
  cancelLook,
  choose,
  count,
  look,
  more,
  openPanel,
  openRecord,
  queueStore,
  setReminder,
  setSize,
  suggestionOf,
} from '../../lib/stores/queue';

const tab = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
const language = setUpPage();

const shownTab = Number.isInteger(tab) ? tab : undefined;

/** Browsers ask for the right only within the click, so nothing may be awaited before. */
async function remind(at: string | null): Promise<boolean> {
  if (at !== null && !(await browser.permissions.request({ permissions: ['notifications'] }))) return false;
  await setReminder(at);
  return true;
}

function MyCorrections({ onBack }: { onBack(): void }) {
  const state = useStore(correctionsStore);
  const { connections, chosen, offset } = useStore(queueStore);
  const { crm, account } = connections?.find(({ id }) => id === chosen) ?? {};
  useEffect(() => {
    if (crm && account) void openCorrections({ crm, account }, shownTab);
  }, [crm, account]);
  return (
    <Corrections
      {...state}
      language={language}
      now={Date.now() + offset}
      onBack={onBack}
      onScope={(scope) => void chooseScope(scope)}
      onReload={() => void reloadCorrections()}
      onMore={() => void moreCorrections()}
      onExplain={(row, reason) => void explain(row, reason)}
      onRetryLetter={(endpoint, signal) => void retryLetter(endpoint, signal)}
      onRetryEndpoint={(id) => void retryEndpoint(id)}
      onOpen={(url) => void openRecord(url)}
      onOptions={openSignalsOptions}
    />
  );
}

function Page() {
  const state = useStore(queueStore);
  return (
    <Panel
      {...state}
      language={language}
      now={Date.now}
      suggestionOf={suggestionOf}
      onChoose={(id) => void choose(id)}
      onLook={look}
      onCancelLook={cancelLook}
      onSize={(size) => void setSize(size)}
      onRemind={remind}
      onCount={(kind, by) => void count(kind, by)}
      onMore={(n) => void more(n)}
      onOpen={(url) => void openRecord(url)}
      onOptions={() => void browser.runtime.openOptionsPage()}
      corrections={(onBack) => <MyCorrections onBack={onBack} />}
    />
  );
}

const app = document.getElementById('app');
if (app) createRoot(app).render(<Page />);
const open = () => openPanel(shownTab);
void open();
// Somebody who went to connect an account comes back.
window.addEventListener('focus', () => {
  if (queueStore.getState().connections?.length === 0) void open();
});
