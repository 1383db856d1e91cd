import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/card/card.css';
import '../../components/sidepanel/panel.css';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { Panel } from '../../components/sidepanel/Panel';
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
  setSize,
  suggestionOf,
} from '../../lib/stores/queue';

const tab = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
const language = setUpPage();

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
      onCount={(kind, by) => void count(kind, by)}
      onMore={(n) => void more(n)}
      onOpen={(url) => void openRecord(url)}
      onOptions={() => void browser.runtime.openOptionsPage()}
    />
  );
}

const app = document.getElementById('app');
if (app) createRoot(app).render(<Page />);
const open = () => openPanel(Number.isInteger(tab) ? tab : undefined);
void open();
// Somebody who went to connect an account comes back.
window.addEventListener('focus', () => {
  if (queueStore.getState().connections?.length === 0) void open();
});
