import { type ReactNode, useState } from 'react';
import { c } from '../classNames.ts';
import type { Attributes } from '../marks.ts';
import { Icon } from './Icon.tsx';
import { useFormId } from './useFormId.ts';

interface CollapseCardProps {
  title: string;
  collapsed?: boolean;
  attributes?: Attributes;
  /** Beside the title, e.g. a link to add something. */
  action?: ReactNode;
  children: ReactNode;
}

/** A sidebar card with a heading that folds it; a folded card has no content in the document. */
export function CollapseCard({ title, collapsed = false, attributes, action, children }: CollapseCardProps) {
  const [open, setOpen] = useState(!collapsed);
  const id = useFormId();
  return (
    <section className={c('card')} {...attributes}>
      <div className={c('cardHead')}>
        <h2>
          <button
            type="button"
            className={c('cardToggle')}
            aria-expanded={open}
            aria-controls={`section-${id}`}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} size={14} turn={!open} />
            <span>{title}</span>
          </button>
        </h2>
        {action}
      </div>
      <div id={`section-${id}`}>{open && children}</div>
    </section>
  );
}
