/** What a person is told of a correction of their own. */
import type { Reason } from './ledger';
import type { InLedger, SignalDelivery } from './outbox';
import type { SignalKind } from './signals';
import type { RecordRef } from './types';

export interface CorrectionRow {
  id: string;
  kind: SignalKind;
  ref: RecordRef;
  /** The record's name, where this browser knows it. */
  name: string | null;
  /** The address of the record's page. */
  url: string;
  label: string;
  agent: string;
  /** As the CRM shows them; `undefined` where none is kept. */
  from: string | null | undefined;
  to: string | null | undefined;
  /** Epoch ms, CRM time. */
  at: number;
  reason: Reason | null;
  note: string | null;
  /** A reason can still be given. */
  open: boolean;
  deliveries: SignalDelivery[];
  /** `null` where it is not to go into the CRM's ledger. */
  ledger: InLedger | null;
}
