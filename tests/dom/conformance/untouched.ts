/** Everything that changed in the document while something ran: mutations, and the markup before and after. */
export function changesOf(run: () => void): string[] {
  const observer = new MutationObserver(() => {});
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const before = document.documentElement.outerHTML;
  run();
  const changes = observer.takeRecords().map(({ type, target }) => `${type} at ${target.nodeName}`);
  observer.disconnect();
  return document.documentElement.outerHTML === before ? changes : [...changes, 'markup differs'];
}
