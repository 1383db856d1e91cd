import { i18n } from '#i18n';
import { REASON_CHARS, type Suggestion } from '../../lib/core/suggestions';

/** What the agent says, as plain text in a box of its own, so that nothing in it can pass for ours. */
export function AgentWords({ suggestion }: { suggestion: Suggestion }) {
  const { reason, evidence, cut } = suggestion;
  if (!reason && evidence.length === 0) return <p className="meta">{i18n.t('suggestion.noReason')}</p>;
  return (
    <section className="agent-words">
      <h2 className="meta">{i18n.t('suggestion.words')}</h2>
      {reason && <p dir="auto">{reason}</p>}
      {cut && <p className="meta">{i18n.t('suggestion.cut', { n: REASON_CHARS })}</p>}
      {evidence.map((link) => (
        <p key={link}>
          <a href={link} target="_blank" rel="noopener noreferrer nofollow" title={link}>
            <bdi>{new URL(link).host}</bdi> ↗
          </a>
        </p>
      ))}
    </section>
  );
}
