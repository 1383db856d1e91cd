export const shell = `
.app {
  display: grid; grid: 48px minmax(0, 1fr) / 56px minmax(0, 1fr);
  grid-template-areas: "nav bar" "nav main"; height: 100vh; overflow: hidden;
}
.toolbar {
  grid-area: bar; display: flex; align-items: center; gap: 16px; padding-inline: 20px 16px;
  background: var(--bar); color: var(--bar-text);
}
.globalSearch {
  display: flex; align-items: center; gap: 8px; width: min(420px, 50%); height: 32px; padding-inline: 12px;
  margin-inline-end: auto; border-radius: 4px; background: var(--bar-field);
}
.globalSearch form { display: contents; }
.globalSearch input { flex: 1; min-width: 0; height: 100%; padding: 0; border: 0; outline: 0; background: none; color: #fff; font-size: 13px; }
.globalSearch input::placeholder { color: #b6c4d2; opacity: 1; }
.globalSearch:focus-within { box-shadow: 0 0 0 2px var(--focus); }
.toolbarButton { position: relative; display: inline-flex; align-items: center; gap: 6px; font-size: 13px; }
.toolbarButton:hover { color: #fff; }
.unread {
  position: absolute; inset-block-start: -6px; inset-inline-start: 10px; min-width: 16px; padding: 0 4px; border-radius: 8px;
  background: #d93a00; color: #fff; font-size: 10px; line-height: 16px; text-align: center;
}
.me {
  display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%;
  background: #4f6f90; color: #fff; font-size: 12px; font-weight: 600;
}
.nav {
  grid-area: nav; display: flex; flex-direction: column; align-items: center; gap: 10px; padding-top: 14px;
  background: var(--nav); color: var(--nav-text);
}
.logo { width: 28px; height: 28px; margin-bottom: 8px; border-radius: 7px; background: var(--logo); }
.navItem { display: grid; place-items: center; width: 36px; height: 32px; border-radius: 4px; }
.navItem:hover { background: #ffffff1a; color: #fff; }
.missing { grid-area: main; display: grid; place-content: center; justify-items: center; gap: 12px; text-align: center; }
.missing h1 { color: var(--heading); font-size: 22px; line-height: 28px; font-weight: 600; }
`;
