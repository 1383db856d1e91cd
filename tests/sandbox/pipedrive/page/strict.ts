/** Something another script did to a node that belongs to the page. */
export interface Violation {
  kind: 'attribute' | 'text' | 'removed' | 'moved';
  /** Where: tag names and test ids from the page's root down. */
  path: string;
  detail: string;
}

export interface StrictWatch {
  violations: Violation[];
  /** Runs a change the page itself makes. */
  allow(change: () => void): void;
  stop(): void;
}

function pathOf(node: Node): string {
  const names: string[] = [];
  for (let at: Node | null = node; at && at.nodeName !== 'BODY'; at = at.parentNode) {
    const id = at instanceof Element ? at.getAttribute('data-testid') : null;
    names.unshift(at.nodeName.toLowerCase() + (id ? `[${id}]` : ''));
  }
  return names.slice(-6).join(' > ');
}

/**
 * Watches the page's nodes for changes by anyone but the page: attributes set, text changed, nodes removed, moved or
 * wrapped. Foreign elements may be added beside the page's own and changed at will. Every violation is recorded and
 * logged as an error.
 *
 * @param isOwn whether the page made a node
 */
export function watchForeignChanges(isOwn: (node: Node) => boolean): StrictWatch {
  const violations: Violation[] = [];

  const report = (kind: Violation['kind'], node: Node, detail: string) => {
    violations.push({ kind, path: pathOf(node), detail });
    console.error(`sandbox page: foreign change (${kind}) at ${pathOf(node)}: ${detail}`);
  };

  const judgeChildren = ({ target, addedNodes, removedNodes }: MutationRecord) => {
    for (const node of removedNodes) {
      if (isOwn(node)) report(node.isConnected ? 'moved' : 'removed', target, node.nodeName.toLowerCase());
    }
    for (const node of addedNodes) {
      if (isOwn(target) && node.nodeType === Node.TEXT_NODE && !isOwn(node))
        report('text', target, node.textContent ?? '');
    }
  };

  const judge = (records: MutationRecord[]) => {
    for (const record of records) {
      if (record.type === 'childList') judgeChildren(record);
      else if (isOwn(record.target)) {
        const kind = record.type === 'attributes' ? 'attribute' : 'text';
        report(kind, record.target, record.attributeName ?? record.target.textContent ?? '');
      }
    }
  };

  const observer = new MutationObserver(judge);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  return {
    violations,
    allow(change) {
      judge(observer.takeRecords());
      change();
      observer.takeRecords();
    },
    stop: () => observer.disconnect(),
  };
}
