import type { ComponentProps } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Attributes } from '../marks.ts';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  to: string;
  attributes?: Attributes;
}

/** A link inside the app: no reload, but the browser's own ways to open it elsewhere keep working. */
export function Link({ to, attributes, className, onClick, ...rest }: LinkProps) {
  const { navigate } = usePage();
  return (
    <a
      className={className ?? c('link')}
      {...rest}
      {...attributes}
      href={to}
      onClick={(event) => {
        onClick?.(event);
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}
