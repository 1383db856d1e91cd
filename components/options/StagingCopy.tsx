import { useState } from 'react';
import { i18n } from '#i18n';

/** A text to be taken elsewhere, with a button that copies it. */
export function CopyBox({ text, testId }: { text: string; testId: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <pre className="copy" tabIndex={0} dir="ltr" data-testid={testId}>
        {text}
      </pre>
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid={`${testId}-copy`}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
        >
          {i18n.t('staging.copy')}
        </button>
        <span className="meta" role="status">
          {copied === text && i18n.t('staging.copied')}
        </span>
      </div>
    </>
  );
}
