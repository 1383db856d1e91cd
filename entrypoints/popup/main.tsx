import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/popup/popup.css';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { Popup } from '../../components/popup/Popup';
import type { RecordRef } from '../../lib/core/types';
import { setUpPage } from '../../lib/stores/page';
import { loadPopup, popupStore } from '../../lib/stores/popup';
import { panelOpener } from './panel';

const tab = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
const about = Number.isInteger(tab) ? tab : undefined;
const language = setUpPage();
const openPanel = await panelOpener(about);

async function openCard({ crm, account, object, id }: RecordRef, field: string): Promise<void> {
  const query = new URLSearchParams({ crm, account, object, id, field, about: 'suggestion' });
  await browser.windows.create({ url: `/card.html?${query}`, type: 'popup', width: 420, height: 480 });
  window.close();
}

function Page() {
  const state = useStore(popupStore);
  return (
    <Popup
      {...state}
      language={language}
      onPanel={openPanel}
      onOptions={() => void browser.runtime.openOptionsPage()}
      onSuggestion={(ref, field) => void openCard(ref, field)}
    />
  );
}

const app = document.getElementById('app');
if (app) createRoot(app).render(<Page />);
void loadPopup(about);
