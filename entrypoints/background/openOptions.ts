import { browser } from 'wxt/browser';

/** Brings the options page forward, at one of its sections. */
export async function openOptions(section: string): Promise<void> {
  const url = browser.runtime.getURL('/options.html');
  const open = (await browser.tabs.query({ url: `${url}*` }))[0];
  if (open?.id === undefined) await browser.tabs.create({ url: `${url}#${section}` });
  else await browser.tabs.update(open.id, { active: true, url: `${url}#${section}` });
}
