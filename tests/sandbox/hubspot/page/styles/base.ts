export const base = `
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 400 14px/20px "Lexend Deca", "Helvetica Neue", Helvetica, Arial, "Noto Sans", sans-serif;
  -webkit-font-smoothing: antialiased;
}
h1, h2, h3, p, ul { margin: 0; padding: 0; font-size: inherit; font-weight: inherit; }
ul { list-style: none; }
button, input, textarea { font: inherit; color: inherit; }
button { margin: 0; padding: 0; border: 0; background: none; text-align: inherit; cursor: pointer; }
button:disabled { cursor: default; }
a { color: inherit; text-decoration: none; }
table { border-collapse: collapse; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; border-radius: 3px; }
[role="dialog"]:focus-visible, [role="listbox"]:focus-visible { outline: none; }
.icon { display: block; flex: none; }
:dir(rtl) .mirrored { transform: scaleX(-1); }
.link, .linkButton { color: var(--link); font-weight: 600; font-size: 13px; }
.link:hover, .linkButton:hover:not(:disabled) { text-decoration: underline; }
.linkButton { display: inline-flex; align-items: center; gap: 2px; }
.linkButton:disabled { color: var(--muted); opacity: .6; }
.muted { color: var(--muted); font-size: 13px; }
.card .muted { padding-top: 6px; }
.error { color: var(--danger); font-size: 13px; }
.truncated { display: block; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.visuallyHidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.badge {
  display: inline-block; max-width: 100%; padding: 1px 8px; border-radius: 3px;
  background: var(--tag); color: var(--tag-text); font-size: 13px; line-height: 20px;
}
.bar { display: block; height: 10px; margin: 8px 0; border-radius: 5px; background: var(--hover); }
.short { width: 45%; }
`;
