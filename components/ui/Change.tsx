import { i18n } from '#i18n';
import { Icon } from './Icon';

/** From → to: the old value struck through, the new one in weight, both with hidden words for those who do not see it. */
export function Change({ from, to }: { from: string | null | undefined; to: string | null }) {
  return (
    <p className="change">
      {from !== undefined && (
        <>
          <Value tag="del" word={i18n.t('card.from')} value={from} />
          <Icon name="arrow" size={14} />
        </>
      )}
      <Value tag="ins" word={i18n.t('card.to')} value={to} />
    </p>
  );
}

function Value({ tag: Tag, word, value }: { tag: 'del' | 'ins'; word: string; value: string | null }) {
  return (
    <Tag className={value === null ? 'empty' : undefined}>
      <span className="visually-hidden">{word} </span>
      <bdi dir="auto">{value ?? i18n.t('value.empty')}</bdi>
    </Tag>
  );
}
