/** What stands above the page: lists of options, dialogs, notices. */
export const floating = `
.options{position:fixed;z-index:30;max-height:280px;overflow:auto;background:var(--surface);
  border:1px solid var(--line);border-radius:4px;box-shadow:0 8px 24px #0004;padding:4px 0}
.option{padding:6px 12px;cursor:pointer}
.option:hover,.optionOn{background:var(--hover)}
.tick{color:var(--blue)}
.backdrop{position:fixed;inset:0;z-index:20;display:grid;place-items:center;background:var(--shade)}
.dialog{width:520px;max-height:80vh;overflow:auto;background:var(--surface);border-radius:8px;
  box-shadow:0 12px 40px #0006}
.dialogHead{margin:0;padding:16px 20px;font-size:18px;line-height:24px;font-weight:600;
  border-bottom:1px solid var(--line)}
.dialogBody{padding:12px 20px;display:grid;gap:8px}
.dialogField{display:grid;gap:4px}
.dialogField .label{text-align:left}
.dialogButtons{display:flex;justify-content:flex-end;gap:8px;padding:12px 20px;border-top:1px solid var(--line)}
.reorder{display:flex;align-items:center;gap:4px}
.reorder>:first-child{flex:1}
.snackbar{position:fixed;left:72px;bottom:16px;z-index:40;display:flex;align-items:center;gap:12px;
  padding:8px 8px 8px 16px;border-radius:4px;background:#26292c;color:#fff}
`;
