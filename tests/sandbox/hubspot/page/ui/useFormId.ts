import { useState } from 'react';

/** Form controls are numbered through, starting anywhere: the numbers say nothing about the property. */
let next = 10 + Math.floor(Math.random() * 50);

/** A number of its own for a label and its control: ids `FormControl-labelN` and `FormControl-N`. */
export function useFormId(): number {
  const [id] = useState(() => {
    next += 1;
    return next;
  });
  return id;
}
