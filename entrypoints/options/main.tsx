import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/options/options.css';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { Options } from '../../components/options/Options';
import {
  cancelLooking,
  choose,
  connect,
  importTeam,
  loadConnections,
  loadFields,
  lookForWriters,
  mapWriter,
  optionsStore,
  peopleOf,
  redirectAddress,
  remove,
  rename,
  setPolicy,
  setStamp,
  setTag,
  showSection,
  signIn,
  testKey,
} from '../../lib/stores/options';
import { setUpPage } from '../../lib/stores/page';

const language = setUpPage();

/** Offers a text, in pieces, as a file to save. */
function save(parts: string[], name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** As the manifest lists them; Firefox alone asks for what is sent as well. */
const SENT = { data_collection: ['websiteContent', 'websiteActivity', 'personallyIdentifyingInfo'] };

/** Browsers ask only within the click, so nothing may be awaited before. */
function allow(url: string): Promise<boolean> {
  const origins = [`${new URL(url).origin}/*`];
  return browser.permissions.request({ origins, ...(import.meta.env.FIREFOX ? SENT : {}) });
}

/** One and the same, so that nobody who asks when it changes asks for ever. */
const askForFields = () => void loadFields();

function Page() {
  const state = useStore(optionsStore);
  return (
    <Options
      {...state}
      language={language}
      version={browser.runtime.getManifest().version}
      onTest={testKey}
      onConnect={connect}
      onSignIn={signIn}
      onRedirect={redirectAddress}
      onRename={rename}
      onRemove={remove}
      onLoadPeople={peopleOf}
      onChoose={(id) => void choose(id)}
      onLook={lookForWriters}
      onCancelLook={cancelLooking}
      onMap={(row, role, name, actedBy) => void mapWriter(row, role, name, actedBy)}
      onStamp={(writer, field, agents) => void setStamp(writer, field, agents)}
      onLoadFields={askForFields}
      onTag={(tag) => void setTag(tag)}
      onPolicy={setPolicy}
      onExport={save}
      onAllow={allow}
      onImport={importTeam}
    />
  );
}

const section = () => showSection(location.hash.slice(1));
window.addEventListener('hashchange', section);
const app = document.getElementById('app');
if (app) createRoot(app).render(<Page />);
void loadConnections().then(section);
