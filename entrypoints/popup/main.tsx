import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/popup/popup.css';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { Popup } from '../../components/popup/Popup';
import { setUpPage } from '../../lib/stores/page';
import { loadPopup, popupStore } from '../../lib/stores/popup';
import { panelOpener } from './panel';

const tab = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
const about = Number.isInteger(tab) ? tab : undefined;
const language = setUpPage();
const openPanel = await panelOpener(about);

function Page() {
  const state = useStore(popupStore);
  return (
    <Popup
      {...state}
      language={language}
      onPanel={openPanel}
      onOptions={() => void browser.runtime.openOptionsPage()}
    />
  );
}

const app = document.getElementById('app');
if (app) createRoot(app).render(<Page />);
void loadPopup(about);
