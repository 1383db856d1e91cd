import { useEffect, useRef, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Attributes } from '../marks.ts';
import { Icon } from '../ui/Icon.tsx';
import { type Choice, Listbox } from '../ui/Listbox.tsx';

interface SelectEditorProps {
  value: string;
  choices: Choice[];
  multiple: boolean;
  label: string;
  controlId: string;
  attributes: Attributes;
  /** Opens its list at once, as after a click on the row. */
  startOpen: boolean;
  onChange(value: string): void;
  onCancel?(): void;
}

/** A select: a button with the chosen labels; its options are rendered under `body`. */
export function SelectEditor(props: SelectEditorProps) {
  const { value, choices, multiple, label, controlId, attributes, startOpen, onChange, onCancel } = props;
  const { mark } = usePage();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const chosen =
    value === '' && !choices.some((choice) => choice.value === '') ? [] : value.split(multiple ? ';' : '\0');
  const shown = choices.flatMap((choice) => (chosen.includes(choice.value) ? [choice.label] : [])).join(', ');

  useEffect(() => {
    if (!startOpen) return;
    button.current?.focus();
    setOpen(true);
  }, [startOpen]);

  const pick = (picked: string) => {
    if (!multiple) {
      onChange(picked);
      setOpen(false);
      button.current?.focus();
      return;
    }
    const rest = chosen.filter((part) => part !== picked);
    onChange((rest.length === chosen.length ? [...chosen, picked] : rest).join(';'));
  };

  return (
    <>
      <button
        ref={button}
        id={controlId}
        type="button"
        className={c('select')}
        aria-haspopup="listbox"
        aria-expanded={open}
        {...mark({ 'data-dropdown': 'true' }, 'named')}
        {...attributes}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && onCancel) {
            event.stopPropagation();
            onCancel();
          }
          if (event.key !== 'ArrowDown' && event.key !== 'Enter' && event.key !== ' ') return;
          event.stopPropagation();
          if (event.key === 'ArrowDown') setOpen(true);
        }}
      >
        <span>{shown || '--'}</span>
        <Icon name="down" size={12} />
      </button>
      {open && button.current && (
        <Listbox
          anchor={button.current}
          choices={choices}
          selected={chosen}
          multiple={multiple}
          label={label}
          onPick={pick}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
