import type { SandboxPage } from '../../hubspot/page/sandboxApi.ts';
import type { Origin } from './origins.ts';

/** What tests ask of this page, as `window.sandboxPage`. */
export interface LightningSandboxPage extends SandboxPage {
  /** The record and field that a node stands for; `null` for what belongs to no record. */
  originOf(node: Node): Origin | null;
}
