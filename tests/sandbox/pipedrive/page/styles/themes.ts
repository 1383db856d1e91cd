/** Colours of the two themes. */
export const THEMES = {
  light: `--page:#f2f3f5;--surface:#fff;--bar:#26292c;--barText:#fff;--rail:#192435;--line:#dcdee1;--control:#b9bec4;
--text:#21232c;--text2:#56657a;--text3:#6e7683;--green:#08a742;--greenText:#fff;--red:#e13b2f;--blue:#2b66d9;
--stage:#e2e5e9;
--stageText:#3c424c;--hover:#f0f3f8;--pillOn:#dbe8ff;--field:#fff;--shade:#0006`,
  dark: `--page:#16181f;--surface:#21232c;--bar:#101218;--barText:#e9eaee;--rail:#0b0d12;--line:#33363f;
--control:#4a4e5c;
--text:#e9eaee;--text2:#b9bcc9;--text3:#a6a9b8;--green:#1f7a45;--greenText:#fff;--red:#b3382c;--blue:#7fb2ff;
--stage:#363a45;
--stageText:#b9bcc9;--hover:#2a2d38;--pillOn:#2d3f5f;--field:#1a1c23;--shade:#000a`,
} as const;
