/** Notices what other scripts do to the page's own nodes. */
import type { Violation } from '../../hubspot/page/strict.ts';

export interface StrictWatch {
  violations: Violation[];
  /** Runs changes of the page's own, which are none of the others'. */
  own(change: () => void): void;
  stop(): void;
}

function pathOf(node: Node): string {
  const names: string[] = [];
  for (let at: Node | null = node; at && at.nodeName !== 'BODY'; at = at.parentNode) {
    const name = at instanceof Element ? at.getAttribute('data-target-selection-name') : null;
    names.unshift(at.nodeName.toLowerCase() + (name ? `[${name}]` : ''));
  }
  return names.slice(-6).join(' > ');
}

/**
 * Watches the page's nodes for changes by anyone but the page: attributes set, text changed, nodes removed, moved or wrapped. Foreign
 * elements may be added beside the page's own and changed at will. Every violation is recorded and logged as an error. What LWC
 * components render themselves is not watched: nobody can tell their own changes from others'.
 */
export function watchForeignChanges(document: Document, owns: (node: Node) => boolean): StrictWatch {
  const violations: Violation[] = [];
  const foreign = new WeakSet<Node>();
  const isOwn = (node: Node | null): boolean => {
    for (let at = node; at; at = at.parentNode) {
      if (foreign.has(at)) return false;
      if (owns(at)) return true;
    }
    return false;
  };

  const report = (kind: Violation['kind'], node: Node, detail: string) => {
    violations.push({ kind, path: pathOf(node), detail });
    console.error(`sandbox page: foreign change (${kind}) at ${pathOf(node)}: ${detail}`);
  };

  const judgeChildren = (record: MutationRecord) => {
    for (const node of record.removedNodes) {
      if (owns(node)) report(node.isConnected ? 'moved' : 'removed', record.target, node.nodeName.toLowerCase());
    }
    for (const node of record.addedNodes) {
      if (owns(node)) continue;
      if (node.nodeType === Node.TEXT_NODE && isOwn(record.target))
        report('text', record.target, node.textContent ?? '');
      foreign.add(node);
    }
  };

  const judge = (records: MutationRecord[]) => {
    for (const record of records) {
      if (record.type === 'childList') judgeChildren(record);
      else if (!owns(record.target)) continue;
      else if (record.type === 'attributes') report('attribute', record.target, record.attributeName ?? '');
      else report('text', record.target, record.target.textContent ?? '');
    }
  };

  const observer = new MutationObserver(judge);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  return {
    violations,
    own(change) {
      judge(observer.takeRecords());
      change();
      observer.takeRecords();
    },
    stop: () => observer.disconnect(),
  };
}
