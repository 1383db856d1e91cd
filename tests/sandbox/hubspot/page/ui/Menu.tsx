import { useEffect, useRef, useState } from 'react';
import { c } from '../classNames.ts';
import type { Attributes } from '../marks.ts';
import { Floating } from './Floating.tsx';
import { Icon, type IconName } from './Icon.tsx';

export interface MenuItem {
  label: string;
  run(): void;
}

interface MenuProps {
  label: string;
  items: MenuItem[];
  /** Look of the button. */
  kind: string;
  caret?: boolean;
  icon?: IconName;
  attributes?: Attributes;
}

function MenuList({ items, anchor, onClose }: { items: MenuItem[]; anchor: HTMLElement; onClose(): void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, []);
  const move = (step: number) => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  return (
    <Floating anchor={anchor} onClose={onClose} align="end">
      <div
        ref={list}
        role="menu"
        className={c('menu')}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Tab') onClose();
          else return;
          event.preventDefault();
        }}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={c('option')}
            onClick={(event) => {
              event.stopPropagation();
              onClose();
              anchor.focus();
              item.run();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </Floating>
  );
}

/** A button that opens a menu under `body`. Its clicks and keys do not reach what it stands in. */
export function Menu({ label, items, kind, caret, icon, attributes }: MenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <button
        type="button"
        className={c(kind)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        {...attributes}
        onKeyDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          setAnchor(anchor ? null : event.currentTarget);
        }}
      >
        {icon && <Icon name={icon} />}
        {label}
        {caret && <Icon name="down" size={14} />}
      </button>
      {anchor && <MenuList items={items} anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  );
}
