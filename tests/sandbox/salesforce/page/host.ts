import type { ListPage } from './protocol.ts';
import type { RecordModel } from './recordModel.ts';
import type { VNode } from './vnode.ts';

/** One page that stays in the document after it was left. */
export interface Host {
  key: string;
  path: string;
  title: string;
  object: string | null;
  /** Key of the console tab it belongs to; its own where it is one. */
  workspace: string;
  /** When it was last gone to: larger is later. */
  activated: number;
  model: RecordModel | null;
  /** The record's page as it was last seen. */
  view: VNode | null;
  list: ListPage | null;
  /** Said instead of a record that is gone. */
  message: string | null;
}
