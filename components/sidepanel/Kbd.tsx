/** A key's name beside the button that does the same; for the eye alone, the button's name does not have it. */
export function Kbd({ name }: { name: string }) {
  return <kbd aria-hidden>{name}</kbd>;
}
