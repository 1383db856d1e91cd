import { useEffect, useRef, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { Floating } from './Floating.tsx';
import { Icon } from './Icon.tsx';
import { useFormId } from './useFormId.ts';

export interface Choice {
  value: string;
  label: string;
}

interface ListboxProps {
  anchor: HTMLElement;
  choices: Choice[];
  selected: readonly string[];
  multiple?: boolean;
  label: string;
  onPick(value: string): void;
  onClose(): void;
}

/** With more choices than this the list has a search field. */
const SEARCH_FROM = 8;

/** The options of a select, in a list box under `body` with a search field where there are many. */
export function Listbox({ anchor, choices, selected, multiple, label, onPick, onClose }: ListboxProps) {
  const { t, mark } = usePage();
  const id = useFormId();
  const [search, setSearch] = useState('');
  const found = choices.filter((choice) => choice.label.toLowerCase().includes(search.toLowerCase()));
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      choices.findIndex(({ value }) => selected.includes(value)),
    ),
  );
  const list = useRef<HTMLDivElement>(null);
  const searchable = choices.length >= SEARCH_FROM;
  const current = Math.min(active, found.length - 1);

  useEffect(() => {
    if (!searchable) list.current?.focus();
  }, [searchable]);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const keys = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    const choice = found[current];
    if (event.key === 'ArrowDown') setActive(Math.min(found.length - 1, current + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, current - 1));
    else if (event.key === 'Home') setActive(0);
    else if (event.key === 'End') setActive(found.length - 1);
    else if (event.key === 'Enter' && choice) onPick(choice.value);
    else if (event.key === ' ' && !searchable && choice) onPick(choice.value);
    else if (event.key === 'Tab') return onClose();
    else return;
    event.preventDefault();
  };

  return (
    <Floating anchor={anchor} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the search field and the list in it */}
      <div className={c('listbox')} onKeyDown={keys}>
        {searchable && (
          <div className={c('listSearch')}>
            <input
              type="search"
              role="combobox"
              aria-expanded="true"
              aria-controls={`list-${id}`}
              aria-activedescendant={`option-${id}-${current}`}
              aria-label={t('search')}
              placeholder={t('search')}
              className={c('input')}
              // biome-ignore lint/a11y/noAutofocus: the list box has just been opened
              autoFocus
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <Icon name="search" size={14} />
          </div>
        )}
        <div
          ref={list}
          id={`list-${id}`}
          role="listbox"
          tabIndex={-1}
          className={c('options')}
          aria-label={label}
          aria-multiselectable={multiple || undefined}
          aria-activedescendant={found.length > 0 ? `option-${id}-${current}` : undefined}
        >
          {found.map((choice, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of all its options
            <div
              key={choice.value}
              id={`option-${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={selected.includes(choice.value)}
              className={c('option', index === current && 'active')}
              onMouseMove={() => setActive(index)}
              onClick={(event) => {
                event.stopPropagation();
                onPick(choice.value);
              }}
            >
              <span className={mark({ className: 'private-typeahead-result-label' }, 'legacy').className}>
                {choice.label}
              </span>
              {selected.includes(choice.value) && <Icon name="check" size={14} />}
            </div>
          ))}
        </div>
        {found.length === 0 && <p className={c('nothing')}>{t('nothingFound')}</p>}
      </div>
    </Floating>
  );
}
