/** Opening the side panel from a click. Browsers allow it in the click's own turn alone, so where to is found out before. */
import { browser } from 'wxt/browser';

/** Not in the types that all browsers share. */
interface Panels {
  sidePanel?: { open(where: { tabId: number } | { windowId: number }): Promise<void> };
  sidebarAction?: { open(): Promise<void> };
}

/**
 * @param tab the tab that the panel is opened beside; the window's active one where there is none
 * @returns what a click has to call; `null` where the browser has no panel
 */
export async function panelOpener(tab: number | undefined): Promise<(() => void) | null> {
  const { sidePanel, sidebarAction } = browser as unknown as Panels;
  if (sidePanel) {
    const windowId = tab === undefined ? (await browser.windows.getCurrent()).id : undefined;
    const where = tab !== undefined ? { tabId: tab } : windowId !== undefined ? { windowId } : null;
    return where && (() => void sidePanel.open(where));
  }
  return sidebarAction ? () => void sidebarAction.open() : null;
}
