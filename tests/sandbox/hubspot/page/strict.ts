import { onCommit } from './commits.ts';

/** Something another script did to a node that belongs to the page. */
export interface Violation {
  kind: 'attribute' | 'text' | 'removed' | 'moved';
  /** Where: tag names and test ids from the page's root down. */
  path: string;
  detail: string;
}

export interface StrictWatch {
  violations: Violation[];
  stop(): void;
}

/** What React writes to form controls outside a commit, while a person types. */
const TYPING = new Set(['value', 'checked', 'name', 'type']);
const CONTROLS = new Set(['INPUT', 'TEXTAREA']);

const isTyping = (record: MutationRecord) =>
  CONTROLS.has(record.target.nodeName) && TYPING.has(record.attributeName ?? '');

const isReactNode = (node: Node) => Object.keys(node).some((key) => key.startsWith('__reactFiber$'));

function pathOf(node: Node): string {
  const names: string[] = [];
  for (let at: Node | null = node; at && at.nodeName !== 'BODY'; at = at.parentNode) {
    const id =
      at instanceof Element ? (at.getAttribute('data-test-id') ?? at.getAttribute('data-selenium-test')) : null;
    names.unshift(at.nodeName.toLowerCase() + (id ? `[${id}]` : ''));
  }
  return names.slice(-6).join(' > ');
}

/**
 * Watches the page's nodes for changes by anyone but the page: attributes set, text changed, nodes removed, moved or
 * wrapped. Foreign elements may be added beside the page's own and changed at will. Every violation is recorded and
 * logged as an error.
 */
export function watchForeignChanges(container: HTMLElement, document: Document): StrictWatch {
  const violations: Violation[] = [];
  const foreign = new WeakSet<Node>();
  const isOwn = (node: Node | null): boolean => {
    for (let at = node; at; at = at.parentNode) {
      if (foreign.has(at)) return false;
      if (at === container || isReactNode(at)) return true;
    }
    return false;
  };

  const report = (kind: Violation['kind'], node: Node, detail: string) => {
    violations.push({ kind, path: pathOf(node), detail });
    console.error(`sandbox page: foreign change (${kind}) at ${pathOf(node)}: ${detail}`);
  };

  const judgeChildren = (record: MutationRecord) => {
    const parentOwn = isOwn(record.target);
    for (const node of record.removedNodes) {
      const own = isReactNode(node) || (parentOwn && node.nodeType === Node.TEXT_NODE && !foreign.has(node));
      if (own) report(node.isConnected ? 'moved' : 'removed', record.target, node.nodeName.toLowerCase());
    }
    for (const node of record.addedNodes) {
      if (isReactNode(node)) continue;
      if (parentOwn && node.nodeType === Node.TEXT_NODE) report('text', record.target, node.textContent ?? '');
      foreign.add(node);
    }
  };

  const judge = (records: MutationRecord[]) => {
    for (const record of records) {
      if (record.type === 'childList') {
        if (record.target.nodeName !== 'TEXTAREA') judgeChildren(record);
      } else if (record.type === 'characterData') {
        if (isOwn(record.target.parentNode) && !foreign.has(record.target))
          report('text', record.target, record.target.textContent ?? '');
      } else if (!isTyping(record) && isOwn(record.target)) {
        report('attribute', record.target, record.attributeName ?? '');
      }
    }
  };

  const observer = new MutationObserver(judge);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  const stopListening = onCommit((root) => {
    if (root === container) observer.takeRecords();
  });
  return {
    violations,
    stop() {
      stopListening();
      observer.disconnect();
    },
  };
}
