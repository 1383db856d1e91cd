export const controls = `
.input, .select {
  display: block; width: 100%; min-height: 32px; padding: 5px 10px; border: 1px solid var(--edge); border-radius: 3px;
  background: var(--sunk); color: var(--text); font-size: 14px; line-height: 20px;
}
textarea.input { resize: vertical; field-sizing: content; max-height: 240px; overflow: auto; }
.input:focus, .select:focus { border-color: var(--focus); outline: 1px solid var(--focus); outline-offset: 0; }
.input::placeholder { color: var(--muted); opacity: 1; }
.select { display: flex; align-items: center; justify-content: space-between; gap: 8px; text-align: start; }
.select span { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.primary, .secondary {
  display: inline-flex; align-items: center; gap: 6px; flex: none; min-height: 30px; padding: 4px 14px; border: 1px solid transparent; border-radius: 3px;
  font-size: 12px; line-height: 18px; font-weight: 600;
}
.primary { background: var(--accent); color: var(--accent-text); }
.primary:hover:not(:disabled) { filter: brightness(1.08); }
.primary:disabled { background: var(--hover); color: var(--muted); }
.secondary { border-color: var(--edge); background: var(--surface); color: var(--text); }
.secondary:hover:not(:disabled) { background: var(--hover); }
.iconButton { display: inline-grid; place-items: center; flex: none; width: 28px; height: 28px; border-radius: 3px; color: var(--muted); }
.iconButton:hover, .iconButton[aria-pressed="true"] { background: var(--hover); color: var(--text); }
.iconButton.small { width: 20px; height: 20px; }
.check { display: inline-flex; align-items: center; gap: 8px; flex: none; font-size: 13px; }
.listSearch { position: relative; flex: 1; max-width: 300px; }
.listSearch .input { padding-inline-end: 30px; font-size: 13px; }
.listSearch .icon { position: absolute; inset-block-start: 9px; inset-inline-end: 10px; color: var(--muted); pointer-events: none; }
input[type="search"]::-webkit-search-cancel-button { appearance: none; }
`;
