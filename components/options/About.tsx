import { i18n } from '#i18n';

/** What the product is, and what it cannot do. */
export function About({ version }: { version: string }) {
  return (
    <>
      <h1>{i18n.t('options.about.title')}</h1>
      <div className="panel text">
        <p>{i18n.t('options.about.lead')}</p>
        <p>{i18n.t('options.about.detect')}</p>
        <p>{i18n.t('options.about.privacy')}</p>
        <p className="meta">{i18n.t('options.about.version', { version })}</p>
      </div>
    </>
  );
}
