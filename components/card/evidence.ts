import { i18n } from '#i18n';
import type { FieldDetails } from '../../lib/core/details';
import { translate } from '../../lib/i18n/translate';
import { whoText } from '../../lib/i18n/who';

/** "How we know": one sentence for the evidence, with more where something was claimed but not proven. */
export function evidenceText(details: FieldDetails, date: (at: number) => string): string[] {
  const { evidence, crmName: crm, claim, stampNotUsed, lastEdit, agent, state } = details;
  const writer = whoText(details.who);
  const sentences = [first()];
  if (state === 'corrected' && agent) sentences.push(i18n.t('card.how.corrected', { agent }));
  if (claim) sentences.push(i18n.t(`card.how.claim_${claim.introduced}`, { by: claim.by }));
  if (stampNotUsed) {
    sentences.push(i18n.t('card.how.stampNotUsed', { stamp: stampNotUsed.value, agent: stampNotUsed.agent }));
  }
  if (lastEdit) sentences.push(i18n.t('card.how.lastEdit', { who: whoText(lastEdit.who), date: date(lastEdit.at) }));
  return sentences;

  function first(): string {
    switch (evidence.kind) {
      case 'stamp':
        return i18n.t('card.how.stamp', { stamp: evidence.stamp.value });
      case 'ledger':
        return i18n.t('card.how.ledger', { by: evidence.entry.by.name, date: date(evidence.entry.at), crm });
      case 'shared':
        return i18n.t('card.how.shared', { agents: evidence.agents.join(', ') });
      case 'actedBy':
        return i18n.t('card.how.actedBy', { agents: evidence.agents.join(', '), person: evidence.person });
      case 'undocumented':
        return i18n.t('card.how.undocumented', { crm, source: details.raw?.type ?? '' });
      default:
        return translate(`card.how.${evidence.kind}`, { crm, writer });
    }
  }
}
