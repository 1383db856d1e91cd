import { i18n } from '#i18n';
import { Icon } from './Icon';
import { wordDiff } from './wordDiff';

interface ChangeProps {
  from: string | null | undefined;
  to: string | null;
  /** Nothing of a long text is left out. */
  whole?: boolean;
}

/**
 * From → to: the old value struck through, the new one in weight, both with hidden words for those who do not see it. Of long texts
 * that have something in common, the words that change are shown within what stays.
 */
export function Change({ from, to, whole = false }: ChangeProps) {
  const pieces = wordDiff(from, to, whole);
  if (pieces) {
    return (
      <p className="change words">
        <bdi dir="auto">
          {pieces.map(({ kind, text }, at) =>
            kind === 'from' || kind === 'to' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and all are made anew together
              <Changed key={at} kind={kind} text={text} />
            ) : (
              text
            ),
          )}
        </bdi>
      </p>
    );
  }
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

function Changed({ kind, text }: { kind: 'from' | 'to'; text: string }) {
  const Tag = kind === 'from' ? 'del' : 'ins';
  return (
    <Tag>
      <span className="visually-hidden"> {i18n.t(`card.${kind}`)} </span>
      {text}
    </Tag>
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
