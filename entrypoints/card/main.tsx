import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/card/card.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { useStore } from 'zustand';
import { i18n } from '#i18n';
import { ReadCard } from '../../components/card/ReadCard';
import { CRMS } from '../../lib/core/types';
import { createCardStore } from '../../lib/stores/card';
import { setUpPage } from '../../lib/stores/page';
import { connectToPage } from './frame';
import { whenSeen } from './visibility';

const params = new URLSearchParams(location.search);
const param = (name: string) => params.get(name) ?? '';
const crm = CRMS.find((name) => name === param('crm')) ?? 'hubspot';
const field = param('field');
const { store, load, map } = createCardStore(
  { crm, account: param('account'), object: param('object'), id: param('id') },
  field,
);

const language = setUpPage(param('theme'));
const page = connectToPage();
const openAgents = () => {
  void browser.tabs.create({ url: `${browser.runtime.getURL('/options.html')}#agents` });
};

function Card() {
  const state = useStore(store);
  const [armed, setArmed] = useState(false);
  useEffect(() => whenSeen(document.documentElement, setArmed), []);
  return (
    <ReadCard
      {...state}
      language={language}
      crmName={i18n.t(`crm.${crm}`)}
      field={field}
      focus={param('focus') === '1'}
      armed={armed}
      onClose={page.close}
      onRetry={() => void load()}
      onMap={(role, name) => void map(role, name)}
      onAllWriters={openAgents}
    />
  );
}

const app = document.getElementById('app');
if (app) {
  createRoot(app).render(<Card />);
  page.follow(app);
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') page.close();
});
void load();
