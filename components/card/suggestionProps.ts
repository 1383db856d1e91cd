/** What the parts of a suggestion's card are given. */
import type { Reason } from '../../lib/core/ledger';
import type { Noted, SuggestionState } from '../../lib/stores/suggestion';

export interface SuggestionCardProps extends SuggestionState {
  language: string;
  crmName: string;
  field: string;
  focus: boolean;
  /** `pending`: the buttons are not proven to be seen yet; `none`: that cannot be proven, so a page of ours has to ask. */
  seen: 'pending' | 'proven' | 'none';
  /** This is the page of ours that asks. */
  confirming?: boolean;
  onDecide(kind: 'approve' | 'approve_edited' | 'reject', options?: { value?: string; reason?: Reason }): void;
  onUndo(key: string): void;
  onNote(key: string, text: string): Promise<Noted>;
  onStep(step: SuggestionState['step']): void;
  onAgain(): void;
  onClose(): void;
  /** Opens the page of ours that asks. */
  onConfirm(): void;
  onReload?(): void;
}
